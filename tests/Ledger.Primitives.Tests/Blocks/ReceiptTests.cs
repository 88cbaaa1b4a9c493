using FsCheck.Fluent;

namespace Ledger.Primitives.Tests;

public sealed class ReceiptTests
{
    private static readonly FsCheck.Gen<Receipt> Receipts =
        from id in Property.Digests()
        from status in Gen.Elements(Enum.GetValues<ReceiptStatus>())
        from calls in Gen.ListOf(
            from callStatus in Gen.Elements(Enum.GetValues<ReceiptStatus>())
            from message in Property.Text(256)
            from result in Property.Bytes(100)
            from gas in Property.U64()
            from events in Gen.ListOf(
                from contract in Property.Text(32)
                from name in Property.Text(64)
                from data in Property.Bytes(60)
                select new LedgerEvent(contract, name, data))
            select new CallResult(callStatus, message, result, gas, [.. events]))
        select new Receipt(id, status, [.. calls]);

    [Fact]
    public void AReceiptReadsBackAsWritten() => Property.Holds(Receipts, receipt =>
    {
        var read = Receipt.TryDecode(receipt.Encode());
        return read != null && read.TransactionId == receipt.TransactionId && read.Status == receipt.Status &&
            read.Calls.Count == receipt.Calls.Count && read.Calls.Zip(receipt.Calls).All(Same) && read.Message == receipt.Message;
    }, 150);

    [Fact]
    public void TheMessageIsThatOfTheFirstCallThatDidNotEndWell()
    {
        Assert.Equal("not enough n¤", Samples.Receipt(Samples.ChainId).Message);
        Assert.Equal("", new Receipt(Samples.ChainId, ReceiptStatus.Duplicate, []).Message);
        Assert.Equal("", new Receipt(Samples.ChainId, ReceiptStatus.Ok, [new(ReceiptStatus.Ok, "", default, 0, [])]).Message);
    }

    [Fact]
    public void AnUnknownStatusIsMalformed()
    {
        var bytes = new Receipt(Samples.ChainId, ReceiptStatus.Ok, [new(ReceiptStatus.Ok, "", default, 0, [])]).Encode();
        Assert.NotNull(Receipt.TryDecode(bytes));
        foreach (var at in new[] { 32, 37 })
        {
            var original = bytes[at];
            bytes[at] = 11;
            Assert.Null(Receipt.TryDecode(bytes));
            bytes[at] = original;
        }
    }

    [Fact]
    public void TheNumbersOfTheStatusesArePartOfTheFormat() => Assert.Equal(
        [
            "0 Ok", "1 Rejected", "2 PermissionDenied", "3 Unauthenticated", "4 NotFound", "5 InvalidArgument", "6 Failed",
            "7 OutOfResources", "8 Duplicate", "9 OutsideWindow", "10 Skipped",
        ],
        Enum.GetValues<ReceiptStatus>().Select(s => $"{(int)s} {s}"));

    private static bool Same((CallResult First, CallResult Second) pair)
    {
        var (first, second) = pair;
        return first.Status == second.Status && first.Message == second.Message && first.GasUsed == second.GasUsed &&
            first.Result.Span.SequenceEqual(second.Result.Span) && first.Events.Count == second.Events.Count &&
            first.Events.Zip(second.Events).All(e =>
                e.First.Contract == e.Second.Contract && e.First.Name == e.Second.Name &&
                e.First.Data.Span.SequenceEqual(e.Second.Data.Span));
    }
}
