namespace Ledger.Client;

/// <summary>What was decided about a contract; the numbers are the ledger's.</summary>
public enum ContractDecisionKind : byte
{
    /// <summary>A package carries it that never did before.</summary>
    Activated = 1,

    /// <summary>A package carries it again that did so before.</summary>
    RolledBack = 2,

    /// <summary>No package carries it any more; its state stays.</summary>
    Retired = 3,
}
