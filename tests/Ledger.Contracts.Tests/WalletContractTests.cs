using Ledger.Contracts.Tests.Harness;

namespace Ledger.Contracts.Tests;

/// <summary>Money: issue, transfer, redeem, statement, and the cost of a transfer.</summary>
public sealed class WalletContractTests
{
    private readonly TestLedger _ledger = new();
    private readonly TestCaller _bank = new("bank/bank", "role=bank");
    private readonly TestCaller _anna = new("cell-a/anna");
    private readonly TestCaller _ben = new("cell-b/ben");

    public WalletContractTests()
    {
        _ledger.Submit(_bank, "wallet", "issue", _anna.Account, 1_000L);
    }

    [Fact]
    public void A_transfer_costs_two_reads_and_four_writes_and_no_scan()
    {
        var state = _ledger.States["wallet"];
        (state.Reads, state.Writes) = (0, 0);
        _ledger.Submit(_anna, "wallet", "transfer", _ben.Account, 300L, "rent");
        Assert.Equal((2, 4, 0), (state.Reads, state.Writes, state.Scans));
        Assert.Equal((700L, 300L), (Balance(_anna), Balance(_ben)));
        var (contract, name, data) = Assert.Single(_ledger.Events);
        Assert.Equal(("wallet", "transferred"), (contract, name));
        var reader = new Chaincode.RecordReader(data);
        Assert.Equal(
            (_anna.Account, _ben.Account, 300L, "rent"), (reader.Text(), reader.Text(), reader.Long(), reader.Text()));
        reader.End();
    }

    [Theory]
    [InlineData("cell-b/ben", 1_001, "m", "account cell-a/anna has 1000 and needs 1001")]
    [InlineData("cell-b/ben", 0, "m", "an amount is 1 to 10^18")]
    [InlineData("cell-b/ben", -1, "m", "an amount is 1 to 10^18")]
    [InlineData("cell-b/ben", long.MaxValue, "m", "an amount is 1 to 10^18")]
    [InlineData("cell-a/anna", 1, "m", "an account cannot pay itself")]
    [InlineData("nobody", 1, "m", "an account is organisation/name in lower case, at most 64 characters")]
    [InlineData("a/b/c", 1, "m", "an account is organisation/name in lower case, at most 64 characters")]
    [InlineData("a/", 1, "m", "an account is organisation/name in lower case, at most 64 characters")]
    [InlineData("market/mg", 1, "m", "accounts of market/ belong to the contracts")]
    public void A_wrong_transfer_is_refused(string to, long amount, string memo, string message)
    {
        Assert.Equal(message, _ledger.Refused(_anna, "wallet", "transfer", to, amount, memo).Message);
        Assert.Equal(1_000, Balance(_anna));
        Assert.Empty(_ledger.Events);
    }

    [Fact]
    public void A_long_memo_is_refused() => Assert.Equal(
        "a memo has at most 64 characters",
        _ledger.Refused(_anna, "wallet", "transfer", _ben.Account, 1L, new string('m', 65)).Message);

    [Fact]
    public void Only_a_bank_makes_money_and_totals_balance()
    {
        Assert.True(_ledger.Refused(_anna, "wallet", "issue", _anna.Account, 1L).PermissionDenied);
        Assert.True(_ledger.Refused(_anna, "wallet", "redeem", _anna.Account, 1L).PermissionDenied);
        Assert.True(_ledger.Refused(_anna, "wallet", "setCreditLimit", _anna.Account, 1L).PermissionDenied);
        Assert.True(_ledger.Refused(_bank, "wallet", "pay", _anna.Account, _ben.Account, 1L, "x").PermissionDenied);
        Assert.True(_ledger.Refused(_bank, "wallet", "payUpTo", _anna.Account, _ben.Account, 1L, "x").PermissionDenied);
        _ledger.Submit(_anna, "wallet", "transfer", _ben.Account, 400L, "");
        _ledger.Submit(_bank, "wallet", "redeem", _ben.Account, 150L);
        Assert.Equal(
            "account cell-b/ben has 250", _ledger.Refused(_bank, "wallet", "redeem", _ben.Account, 251L).Message);
        Assert.Equal([1_000, 150], _ledger.Query(_anna, "wallet", "totals").Longs());
        Assert.Equal([2, 850, 1_000, 150], _ledger.Query(_bank, "wallet", "audit").Longs());
        for (var i = 0; i < 3; i++)
        {
            _ledger.Submit(_bank, "wallet", "issue", _ben.Account, 1_000_000_000_000_000_000L);
        }

        Assert.Equal(
            "more than 4000000000 would be issued",
            _ledger.Refused(_bank, "wallet", "issue", _ben.Account, 1_000_000_000_000_000_000L).Message);
    }

    [Fact]
    public void A_credit_account_may_owe_up_to_its_limit()
    {
        _ledger.Submit(_bank, "wallet", "setCreditLimit", _ben.Account, 50L);
        _ledger.Submit(_ben, "wallet", "transfer", _anna.Account, 50L, "");
        Assert.Equal(-50, Balance(_ben));
        Assert.Equal(
            "account cell-b/ben has -50 and needs 1",
            _ledger.Refused(_ben, "wallet", "transfer", _anna.Account, 1L, "").Message);
        Assert.Equal([2, 1_000, 1_000, 0], _ledger.Query(_bank, "wallet", "audit").Longs());
    }

    [Fact]
    public void A_statement_lists_every_change_to_those_who_may_read_it()
    {
        _ledger.Submit(_anna, "wallet", "transfer", _ben.Account, 10L, "one");
        _ledger.Submit(_anna, "wallet", "transfer", _ben.Account, 20L, "two");
        TestCaller[] readers =
            [_anna, new("cell-a/op", "role=operator"), new("state/regulator", "role=regulator")];
        foreach (var caller in readers)
        {
            var lines = new Chaincode.RecordReader(
                _ledger.Query(caller, "wallet", "statement", _anna.Account, 1L, 10).Bytes());
            Assert.Equal(2, lines.Int());
            Assert.Equal((1L, 2L, _ben.Account, -10L, "one", 990L),
                (lines.Long(), lines.Long(), lines.Text(), lines.Long(), lines.Text(), lines.Long()));
            Assert.Equal((2L, 3L, _ben.Account, -20L, "two", 970L),
                (lines.Long(), lines.Long(), lines.Text(), lines.Long(), lines.Text(), lines.Long()));
            lines.End();
        }

        Assert.True(_ledger.Refused(_ben, "wallet", "statement", _anna.Account, 0L, 10).PermissionDenied);
        var foreign = new TestCaller("cell-b/op", "role=operator");
        Assert.True(_ledger.Refused(foreign, "wallet", "statement", _anna.Account, 0L, 10).PermissionDenied);
        Assert.Equal(
            [0, 0, 0, 0], _ledger.Query(_anna, "wallet", "statement", _anna.Account, long.MaxValue, 10).Bytes());
        Assert.Equal(
            "a limit is 1 to 1000", _ledger.Refused(_anna, "wallet", "statement", _anna.Account, 0L, 0).Message);
    }

    private long Balance(TestCaller caller) => _ledger.Query(_bank, "wallet", "balance", caller.Account).Long();
}
