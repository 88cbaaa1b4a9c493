namespace Ledger.Primitives.Tests;

/// <summary>Small valid values of every format, always the same.</summary>
internal static class Samples
{
    public static readonly Digest ChainId = Hash("chain");

    public static readonly Membership Membership = Members(4);

    public static Digest Hash(string text) => Digest.Of(System.Text.Encoding.UTF8.GetBytes(text));

    public static Membership Members(int count) => new(
        [.. Enumerable.Range(0, count).Select(i => new Validator($"node{i + 1}", $"cell{i + 1}", new FakeEd25519(i).PublicKey))]);

    public static TransactionBody Body(int number = 1, int calls = 2) => new()
    {
        ChainId = ChainId,
        Account = $"cell1/home-{number}",
        PublicKey = new FakeEd25519(100 + number).PublicKey,
        Nonce = (ulong)number,
        ValidFrom = 1,
        ValidUntil = 100,
        Atomic = number % 2 == 0,
        Calls = [.. Enumerable.Range(0, calls).Select(i => new ContractCall("wallet", $"pay{i}", new byte[] { 1, 2, (byte)i }))],
    };

    public static Transaction Transaction(int number = 1, int calls = 2) =>
        Primitives.Transaction.Sign(Body(number, calls), new FakeEd25519(100 + number));

    public static Batch Batch(int transactions = 2) =>
        new(1_700_000_000_000, [.. Enumerable.Range(1, transactions).Select(i => Transaction(i))]);

    public static Receipt Receipt(Digest transaction) => new(transaction, ReceiptStatus.Rejected,
    [
        new(ReceiptStatus.Ok, "", new byte[] { 9 }, 7, [new("wallet", "paid", new byte[] { 5, 6 }), new("wallet", "ünicode", default)]),
        new(ReceiptStatus.Rejected, "not enough n¤", default, ulong.MaxValue, []),
    ]);

    public static BlockHeader Header(ulong height = 1) => new(
        new SequenceNumber(height), ChainId, 1_700_000_000_000, 2, Hash("transactions"), Hash("receipts"), Hash("state"),
        Membership.Hash, Hash("next members"));

    public static Block Block(int transactions = 2, ulong view = 3)
    {
        var batch = Batch(transactions);
        ReadOnlyMemory<byte>[] receipts = [.. batch.Transactions.Select(t => (ReadOnlyMemory<byte>)Receipt(t.Id).Encode())];
        var header = Header() with
        {
            TransactionCount = (uint)transactions,
            TransactionRoot = batch.TransactionRoot,
            ReceiptRoot = Primitives.Block.ReceiptRootOf(receipts),
        };
        return new Block(header, batch, receipts, Certificate(header, new ViewNumber(view), 0, 1, 3));
    }

    public static CommitCertificate Certificate(BlockHeader header, ViewNumber view, params int[] voters)
    {
        var payload = CommitVote.Encode(view, header.Height, header.Hash);
        return new CommitCertificate(view, [.. voters.Select(voter => new ReplicaSignature(
            new ReplicaId((ushort)voter), SigningDomain.Commit.Sign(new FakeEd25519(voter), ChainId, payload)))]);
    }
}
