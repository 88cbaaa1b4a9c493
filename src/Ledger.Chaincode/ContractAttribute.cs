namespace Ledger.Chaincode;

/// <summary>
/// Marks a class as a contract and names it. The name is the contract's address for callers and the prefix of its state.
/// The class is public, sealed, has a public constructor without parameters and no fields: what a contract remembers lives in
/// <see cref="CallContext.State"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ContractAttribute : Attribute
{
    /// <summary>Names the contract.</summary>
    /// <param name="name">1 to 32 characters of <c>a-z 0-9 -</c>, beginning with a letter.</param>
    public ContractAttribute(string name)
    {
        Name = name;
    }

    /// <summary>The contract's address on the ledger.</summary>
    public string Name { get; }
}
