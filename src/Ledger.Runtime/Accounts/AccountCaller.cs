using Ledger.Chaincode;

namespace Ledger.Runtime;

/// <summary>The signer of a transaction as a contract sees it.</summary>
internal sealed class AccountCaller : Caller
{
    private readonly AccountRecord _account;

    public AccountCaller(AccountRecord account, string? contract)
    {
        _account = account;
        Contract = contract;
    }

    public override string Account => _account.Name;

    public override string Organisation => _account.Organisation;

    public override string? Contract { get; }

    public override string? Attribute(string name) => _account.Attribute(name);
}
