namespace Ledger.Node.Execution;

/// <summary>Someone who waits for a transaction's outcome. Called on the execution thread: returns at once.</summary>
internal interface IFinalityWatch
{
    /// <summary>The transaction is in a committed block.</summary>
    void OnFinal(FinalReceipt receipt);

    /// <summary>Its validity window passed: it will never be in a block.</summary>
    void OnExpired();
}
