namespace Ledger.Runtime;

/// <summary>
/// A contract that is part of the runtime. It is called, checked for access, limited and reverted as every other one;
/// it may look beyond what <see cref="Chaincode.CallContext"/> offers, into the session. Holds no state of its own;
/// thread safe.
/// </summary>
internal interface ISystemContract
{
    /// <summary>Its name, which no package may take.</summary>
    string Name { get; }

    /// <summary>Its functions.</summary>
    IReadOnlyList<BoundFunction> Functions { get; }
}
