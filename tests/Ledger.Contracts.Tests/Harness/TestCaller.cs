using Ledger.Chaincode;

namespace Ledger.Contracts.Tests.Harness;

/// <summary>An account with certificate attributes, written <c>name=value</c>.</summary>
internal sealed class TestCaller : Caller
{
    private readonly Dictionary<string, string> _attributes = [];
    private readonly string? _contract;

    public TestCaller(string account, params string[] attributes)
    {
        Account = account;
        foreach (var attribute in attributes)
        {
            var parts = attribute.Split('=');
            _attributes[parts[0]] = parts[1];
        }
    }

    private TestCaller(TestCaller signer, string contract)
    {
        Account = signer.Account;
        _attributes = signer._attributes;
        _contract = contract;
    }

    public override string Account { get; }

    public override string Organisation => Account.Split('/')[0];

    public override string? Contract => _contract;

    public override string? Attribute(string name) => _attributes.GetValueOrDefault(name);

    public TestCaller From(string contract) => new(this, contract);
}
