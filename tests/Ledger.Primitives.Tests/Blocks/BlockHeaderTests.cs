namespace Ledger.Primitives.Tests;

public sealed class BlockHeaderTests
{
    private static readonly BlockHeader[] Variants =
    [
        Samples.Header(),
        Samples.Header(2),
        Build(previous: Samples.Hash("other")),
        Build(time: 5),
        Build(count: 3),
        Build(transactions: Samples.Hash("other")),
        Build(receipts: Samples.Hash("other")),
        Build(state: Samples.Hash("other")),
        Build(membership: Samples.Hash("other")),
        Build(next: Samples.Hash("other")),
    ];

    [Fact]
    public void AHeaderReadsBackAsWritten()
    {
        foreach (var header in Variants)
        {
            var bytes = header.Encode();
            Assert.Equal(BlockHeader.Size, bytes.Length);
            var read = BlockHeader.TryDecode(bytes)!;
            Assert.Equal(bytes, read.Encode());
            Assert.Equal(header.Hash, read.Hash);
        }
    }

    [Fact]
    public void TheHashCoversEveryField() =>
        Assert.Equal(Variants.Length, Variants.Select(v => v.Hash).Distinct().Count());

    [Fact]
    public void AChangedCopyHasItsOwnHash()
    {
        var header = Samples.Header();
        var before = header.Hash;
        var changed = header with { StateRoot = Samples.Hash("other") };
        Assert.NotEqual(before, changed.Hash);
    }

    [Fact]
    public void EqualHeadersAreEqualWhetherOrNotTheirHashWasAskedFor()
    {
        var asked = Samples.Header();
        _ = asked.Hash;
        Assert.Equal(asked, Samples.Header());
        Assert.Equal(asked.GetHashCode(), Samples.Header().GetHashCode());
    }

    private static BlockHeader Build(
        Digest? previous = null, ulong time = 1_700_000_000_000, uint count = 2, Digest? transactions = null,
        Digest? receipts = null, Digest? state = null, Digest? membership = null,
        Digest? next = null)
    {
        var sample = Samples.Header();
        return new BlockHeader(
            sample.Height, previous ?? sample.PreviousHash, time, count, transactions ?? sample.TransactionRoot,
            receipts ?? sample.ReceiptRoot, state ?? sample.StateRoot, membership ?? sample.MembershipHash,
            next ?? sample.NextMembershipHash);
    }
}
