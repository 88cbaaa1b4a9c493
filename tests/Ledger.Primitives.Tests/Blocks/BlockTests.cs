namespace Ledger.Primitives.Tests;

public sealed class BlockTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void ABlockReadsBackAndStandsOnItsOwn(int transactions)
    {
        var block = Samples.Block(transactions);
        Assert.Null(FlawOf(block));
        var read = Block.TryDecode(block.Encode())!;
        Assert.Null(FlawOf(read));
        Assert.Equal(block.Header.Hash, read.Header.Hash);
        Assert.Equal(block.Batch.Digest, read.Batch.Digest);
        Assert.Equal(block.Receipts.Select(r => Convert.ToHexString(r.Span)), read.Receipts.Select(r => Convert.ToHexString(r.Span)));
        Assert.Equal(block.Certificate.View, read.Certificate.View);
        Assert.Equal(block.Certificate.Votes.Select(v => v.Replica), read.Certificate.Votes.Select(v => v.Replica));
    }

    [Fact]
    public void AnotherBatchIsAFlaw()
    {
        var block = Samples.Block();
        Assert.Equal("transactions do not match the header", FlawOf(block with { Batch = Samples.Batch(3) }));
        Assert.Equal("transactions do not match the header", FlawOf(block with { Batch = Samples.Batch(0) }));
        var later = new Batch(block.Header.TimeMilliseconds + 1, block.Batch.Transactions);
        Assert.Equal("transactions do not match the header", FlawOf(block with { Batch = later }));
    }

    [Fact]
    public void OtherReceiptsAreAFlaw()
    {
        var block = Samples.Block();
        Assert.Equal("receipts do not match the header", FlawOf(block with { Receipts = [] }));
        Assert.Equal("receipts do not match the header", FlawOf(block with { Receipts = [block.Receipts[1], block.Receipts[0]] }));
        Assert.Equal("receipts do not match the header", FlawOf(block with { Receipts = [.. block.Receipts, block.Receipts[0]] }));
    }

    [Fact]
    public void ACertificateOfAnotherHeaderIsAFlaw()
    {
        var block = Samples.Block();
        var other = Samples.Certificate(Samples.Header(9), new ViewNumber(3), 0, 1, 2);
        Assert.Equal("the certificate is not valid", FlawOf(block with { Certificate = other }));
    }

    private static string? FlawOf(Block block) => block.FirstFlaw(FakeEd25519.Verifier, Samples.ChainId, Samples.Membership);
}
