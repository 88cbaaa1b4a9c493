namespace Ledger.Chaincode.Testing;

/// <summary>What a test expected did not happen. Every test framework shows the message.</summary>
public sealed class TestFailure : Exception
{
    /// <summary>Says what was expected and what happened.</summary>
    public TestFailure(string message)
        : base(message)
    {
    }
}
