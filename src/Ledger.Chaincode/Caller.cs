namespace Ledger.Chaincode;

/// <summary>Who signed the transaction, under which attributes, and which contract (if any) makes this call. Immutable.</summary>
public abstract class Caller
{
    /// <summary>The account, <c>organisation/name</c>. For calls between contracts: still the signer of the transaction.</summary>
    public abstract string Account { get; }

    /// <summary>The organisation whose authority issued the account's certificate.</summary>
    public abstract string Organisation { get; }

    /// <summary>The contract that makes this call, or null when the transaction (or query) itself makes it.</summary>
    public abstract string? Contract { get; }

    /// <summary>The certificate's value for an attribute, or null when it carries none.</summary>
    public abstract string? Attribute(string name);
}
