namespace Ledger.Primitives.Tests;

public sealed class BatchTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void ABatchReadsBackAsWritten(int transactions)
    {
        var batch = Samples.Batch(transactions);
        var read = Batch.TryDecode(batch.Encode())!;
        Assert.Equal(batch.Digest, read.Digest);
        Assert.Equal(batch.TransactionRoot, read.TransactionRoot);
        Assert.Equal(batch.TimeMilliseconds, read.TimeMilliseconds);
        Assert.Equal(batch.Transactions.Select(t => t.Id), read.Transactions.Select(t => t.Id));
    }

    [Fact]
    public void TheDigestCoversTimeOrderAndSignatures()
    {
        var first = Samples.Transaction(1);
        var second = Samples.Transaction(2);
        var bytes = first.Encoded.ToArray();
        bytes[^1] ^= 1;
        var resigned = Transaction.TryDecode(bytes)!;
        Digest[] digests =
        [
            new Batch(1, [first, second]).Digest,
            new Batch(2, [first, second]).Digest,
            new Batch(1, [second, first]).Digest,
            new Batch(1, [first]).Digest,
            new Batch(1, [resigned, second]).Digest,
            new Batch(1, []).Digest,
        ];
        Assert.Equal(digests.Length, digests.Distinct().Count());
    }

    [Fact]
    public void TheRootIsTheMerkleRootOfTheEncodedTransactions()
    {
        var batch = Samples.Batch(5);
        Assert.Equal(NaiveMerkle.Root([.. batch.Transactions.Select(t => t.Encoded.ToArray())]), batch.TransactionRoot);
        Assert.Equal(Digest.Of(default), Samples.Batch(0).TransactionRoot);
    }

    [Fact]
    public void MoreThanTheMostTransactionsAreRefused()
    {
        var one = Samples.Transaction(1, 1);
        Transaction[] most = [.. Enumerable.Repeat(one, Batch.TransactionsMax)];
        Assert.NotNull(Batch.TryDecode(new Batch(1, most).Encode()));
        Assert.Null(Batch.TryDecode(new Batch(1, [.. most, one]).Encode()));
    }

    [Fact]
    public void ALargerBatchThanTheLargestIsRefused()
    {
        static Transaction OfSize(int size)
        {
            var body = Samples.Body();
            var rest = Transaction.Sign(body with { Calls = [new("c", "f", default)] }, new FakeEd25519(1)).Encoded.Length;
            return Transaction.Sign(body with { Calls = [new("c", "f", new byte[size - rest])] }, new FakeEd25519(1));
        }

        var million = OfSize(1_000_000);
        var last = Batch.SizeMax - 12 - (4 * (1_000_000 + 4)) - 4;
        Transaction[] full = [million, million, million, million, OfSize(last)];
        var bytes = new Batch(1, full).Encode();
        Assert.Equal(Batch.SizeMax, bytes.Length);
        Assert.NotNull(Batch.TryDecode(bytes));
        Assert.Null(Batch.TryDecode(new Batch(1, [.. full[..4], OfSize(last + 1)]).Encode()));
    }

    [Fact]
    public void AMalformedTransactionSpoilsTheBatch()
    {
        var bytes = Samples.Batch(2).Encode();
        bytes[12 + 4 + 4] = 9; // version of the first body
        Assert.Null(Batch.TryDecode(bytes));
    }
}
