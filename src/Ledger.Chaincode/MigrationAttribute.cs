namespace Ledger.Chaincode;

/// <summary>
/// Marks the method that carries a contract's state over from the version before. It is public, takes a
/// <see cref="CallContext"/> only, returns nothing, and is no function that anyone could call: the ledger runs it once,
/// metered like any call, in the transaction that activates the package, and only when another package carried the
/// contract before. When it rejects or fails, the activation does, and the version before stays. A rollback migrates
/// nothing, so a migration should leave what the version before can still read, or the organisations cannot go back.
/// Behind a migration the contract cannot be called until the next block.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class MigrationAttribute : Attribute
{
}
