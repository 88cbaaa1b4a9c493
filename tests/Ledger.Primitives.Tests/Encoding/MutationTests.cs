namespace Ledger.Primitives.Tests;

/// <summary>Every truncation and every change of one byte of every format that a peer or client can send.</summary>
public sealed class MutationTests
{
    [Fact]
    public void Transaction() => Assert.NotEqual(0, Codec.CheckAllMutations(Codec.Transaction, Samples.Transaction().Encoded.ToArray()));

    [Fact]
    public void TransactionBody() => Assert.NotEqual(0, Codec.CheckAllMutations(Codec.Body, Samples.Body(2, 3).Encode()));

    [Fact]
    public void Batch() => Assert.NotEqual(0, Codec.CheckAllMutations(Codec.Batch, Samples.Batch(2).Encode()));

    [Fact]
    public void NullBatch() => Assert.NotEqual(0, Codec.CheckAllMutations(Codec.Batch, Samples.Batch(0).Encode()));

    [Fact]
    public void Header() => Assert.NotEqual(0, Codec.CheckAllMutations(Codec.Header, Samples.Header().Encode()));

    [Fact]
    public void Receipt() => Assert.NotEqual(0, Codec.CheckAllMutations(Codec.Receipt, Samples.Receipt(Samples.ChainId).Encode()));

    [Fact]
    public void Certificate()
    {
        var writer = new CanonicalWriter();
        Samples.Block().Certificate.Encode(writer);
        Assert.NotEqual(0, Codec.CheckAllMutations(Codec.Certificate, writer.ToArray()));
    }

    [Fact]
    public void Block() => Assert.NotEqual(0, Codec.CheckAllMutations(Codec.Block, Samples.Block(1).Encode()));

    [Fact]
    public void NoMutationOfABlockStandsOnItsOwn()
    {
        var sample = Samples.Block(1);
        var valid = sample.Encode();
        var mutated = (byte[])valid.Clone();
        var decoded = 0;
        for (var at = 0; at < valid.Length; at++)
        {
            foreach (var change in new byte[] { 1, 0x80, 0xff })
            {
                mutated[at] = (byte)(valid[at] ^ change);
                if (Primitives.Block.TryDecode(mutated) is { } block)
                {
                    decoded++;
                    Assert.True(IsSeen(block), $"byte {at} ^ {change}");
                }
            }

            mutated[at] = valid[at];
        }

        Assert.NotEqual(0, decoded);

        bool IsSeen(Block block) =>
            block.FirstFlaw(FakeEd25519.Verifier, Samples.ChainId, Samples.Membership) != null;
    }

    [Fact]
    public void RandomBytesNeverThrow() => Property.Holds(Property.Bytes(400), bytes =>
    {
        foreach (var codec in new[]
                 {
                     Codec.Transaction, Codec.Body, Codec.Batch, Codec.Header, Codec.Receipt, Codec.Certificate, Codec.Block,
                 })
        {
            Codec.IsCanonical(codec, bytes);
        }

        return true;
    }, 1000);

    [Fact]
    public void FieldsSplicedFromAnotherPlaceNeverThrow() => Property.Holds<(int From, int To, int Size)>(
        splice =>
        {
            var bytes = Samples.Block(2).Encode();
            var size = (splice.Size & 0x3f) % bytes.Length;
            var from = (splice.From & 0xffff) % (bytes.Length - size);
            var to = (splice.To & 0xffff) % (bytes.Length - size);
            bytes.AsSpan(from, size).ToArray().CopyTo(bytes, to);
            Codec.IsCanonical(Codec.Block, bytes);
            return true;
        }, 2000);
}
