using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Chaincode.Tests;

public sealed class LocalLedgerTests
{
    private const string Alice = "cell1/alice";

    [Fact]
    public void PackagesAreThereFromTheFirstBlockOn()
    {
        var ledger = New();
        var receipt = ledger.Submit(Alice, Add(3), Add(4));

        Assert.Equal(ReceiptStatus.Ok, receipt.Status);
        Assert.Equal(7, new RecordReader(receipt.Calls[1].Result.ToArray()).Long());
        Assert.Equal(1UL, ledger.Height);
        Assert.Equal(7, Value(ledger));
    }

    [Fact]
    public void ABlockExecutesInOrderAndAnAtomicTransactionStandsOrFallsAsAWhole()
    {
        var ledger = New();
        var receipts = ledger.SubmitBlock(
        [
            new LocalTransaction(Alice, Add(1)),
            new LocalTransaction(Alice, [Add(10), new ContractCall("counter", "absent", default)]) { Atomic = true },
            new LocalTransaction("cell2/nobody", Add(100)),
            new LocalTransaction(Alice, Add(5)),
        ]);

        Assert.Equal(
            [ReceiptStatus.Ok, ReceiptStatus.NotFound, ReceiptStatus.Unauthenticated, ReceiptStatus.Ok],
            receipts.Select(r => r.Status));
        Assert.Equal(6, Value(ledger));
    }

    [Fact]
    public void TheClockIsSetAndNeverFalls()
    {
        var ledger = New();
        var start = ledger.TimeMilliseconds;
        ledger.TimeMilliseconds = start + 900_000;
        ledger.AdvanceToHeight(3);

        Assert.Equal(3UL, ledger.Height);
        Assert.Equal(start + 900_000, ledger.Header!.TimeMilliseconds);
        Assert.Throws<ArgumentOutOfRangeException>(() => ledger.TimeMilliseconds = start);
    }

    [Fact]
    public void EqualHistoriesHaveEqualHeaders()
    {
        var (left, right, other) = (New(), New(), New());
        left.Submit(Alice, Add(1));
        right.Submit(Alice, Add(1));
        other.Submit(Alice, Add(2));

        Assert.Equal(left.Header!.Hash, right.Header!.Hash);
        Assert.NotEqual(left.State.History, other.State.History);
    }

    [Fact]
    public void APackageThatTheCheckerRefusesIsRefusedWithItsSentence()
    {
        var refused = Assert.Throws<ArgumentException>(() => new LocalLedger(
            new LocalLedgerOptions { Packages = [new byte[] { 1, 2, 3 }] }));

        Assert.StartsWith("the package is refused: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LimitsCanBeLowered()
    {
        var ledger = New(o => o with { Limits = e => e with { WritesMax = 1 } });
        Assert.Equal(ReceiptStatus.OutOfResources, ledger.Submit(Alice, Add(1), Add(1)).Status);
    }

    private static LocalLedger New(Func<LocalLedgerOptions, LocalLedgerOptions>? change = null)
    {
        var options = new LocalLedgerOptions { Packages = [TestPackages.Contracts], Host = TestPackages.Host };
        var ledger = new LocalLedger(change == null ? options : change(options));
        ledger.Enrol(Alice);
        return ledger;
    }

    private static ContractCall Add(long amount) =>
        new("counter", "add", new RecordWriter().Text("k").Long(amount).ToArray());

    private static long Value(LocalLedger ledger)
    {
        var result = ledger.Query(Alice, "counter", "get", new RecordWriter().Text("k").ToArray());
        Assert.Equal(ReceiptStatus.Ok, result.Status);
        return new RecordReader(result.Result.ToArray()).Long();
    }
}
