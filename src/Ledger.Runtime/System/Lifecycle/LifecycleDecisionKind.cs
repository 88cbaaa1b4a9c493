namespace Ledger.Runtime;

/// <summary>What the organisations decided about a contract; the numbers are part of the state.</summary>
internal enum LifecycleDecisionKind : byte
{
    /// <summary>A package carries it that never did before.</summary>
    Activated = 1,

    /// <summary>A package carries it again that did so before.</summary>
    RolledBack = 2,

    /// <summary>No package carries it any more; its state stays.</summary>
    Retired = 3,
}
