using FsCheck.Fluent;

namespace Ledger.Primitives.Tests;

public sealed class TransactionTests
{
    private static readonly FsCheck.Gen<TransactionBody> Bodies =
        from chain in Property.Digests()
        from account in Property.Text(TransactionBody.AccountSizeMax)
        from numbers in Gen.ArrayOf(Property.U64(), 3)
        from atomic in Gen.Elements(true, false)
        from calls in Gen.NonEmptyListOf(
            from contract in Property.Text(ContractCall.ContractSizeMax)
            from function in Property.Text(ContractCall.FunctionSizeMax)
            from arguments in Property.Bytes(300)
            select new ContractCall(contract, function, arguments))
        select new TransactionBody
        {
            ChainId = chain, Account = account, PublicKey = chain.ToArray(), Nonce = numbers[0],
            ValidFrom = Math.Min(numbers[1], numbers[2]), ValidUntil = Math.Max(numbers[1], numbers[2]), Atomic = atomic,
            Calls = [.. calls],
        };

    [Fact]
    public void ABodyReadsBackAsWritten() => Property.Holds(Bodies, body =>
    {
        var read = TransactionBody.TryDecode(body.Encode());
        return read != null && read.ChainId == body.ChainId && read.Account == body.Account &&
            read.PublicKey.Span.SequenceEqual(body.PublicKey.Span) && read.Nonce == body.Nonce && read.ValidFrom == body.ValidFrom &&
            read.ValidUntil == body.ValidUntil && read.Atomic == body.Atomic && read.Calls.Count == body.Calls.Count &&
            read.Calls.Zip(body.Calls).All(pair =>
                pair.First.Contract == pair.Second.Contract && pair.First.Function == pair.Second.Function &&
                pair.First.Arguments.Span.SequenceEqual(pair.Second.Arguments.Span));
    });

    [Fact]
    public void ASignedTransactionReadsBackAndVerifies() => Property.Holds(Bodies, body =>
    {
        var signer = new FakeEd25519(7);
        var transaction = Transaction.Sign(body with { PublicKey = signer.PublicKey }, signer);
        var read = Transaction.TryDecode(transaction.Encoded.ToArray());
        return read != null && read.Id == transaction.Id && read.LeafHash == transaction.LeafHash &&
            read.Signature.Length == 64 && read.BodyBytes.Span.SequenceEqual(read.Body.Encode()) &&
            read.VerifySignature(FakeEd25519.Verifier, body.ChainId);
    });

    [Fact]
    public void ASignatureIsWorthNothingElsewhere()
    {
        var transaction = Samples.Transaction();
        Assert.True(transaction.VerifySignature(FakeEd25519.Verifier, Samples.ChainId));
        Assert.False(transaction.VerifySignature(FakeEd25519.Verifier, Samples.Hash("another chain")));

        var bytes = transaction.Encoded.ToArray();
        bytes[^1] ^= 1;
        var tampered = Transaction.TryDecode(bytes)!;
        Assert.False(tampered.VerifySignature(FakeEd25519.Verifier, Samples.ChainId));
        Assert.Equal(transaction.Id, tampered.Id);
        Assert.NotEqual(transaction.LeafHash, tampered.LeafHash);
    }

    [Fact]
    public void TheSignatureIsCheckedUnderTheKeyInTheBody()
    {
        var stolen = Transaction.Sign(Samples.Body(), new FakeEd25519(999));
        Assert.False(stolen.VerifySignature(FakeEd25519.Verifier, Samples.ChainId));
    }

    [Fact]
    public void TheIdCoversEveryFieldOfTheBody()
    {
        var body = Samples.Body();
        TransactionBody[] variants =
        [
            body,
            body with { ChainId = Samples.Hash("other") },
            body with { Account = "cell1/home-2" },
            body with { PublicKey = new FakeEd25519(5).PublicKey },
            body with { Nonce = 2 },
            body with { ValidFrom = 2 },
            body with { ValidUntil = 101 },
            body with { Atomic = true },
            body with { Calls = [body.Calls[0]] },
            body with { Calls = [body.Calls[1], body.Calls[0]] },
            body with { Calls = [body.Calls[0] with { Contract = "market" }, body.Calls[1]] },
            body with { Calls = [body.Calls[0] with { Function = "pays" }, body.Calls[1]] },
            body with { Calls = [body.Calls[0] with { Arguments = new byte[] { 1 } }, body.Calls[1]] },
        ];
        var ids = variants.Select(v => Transaction.Sign(v, new FakeEd25519(1)).Id).Distinct().Count();
        Assert.Equal(variants.Length, ids);
    }

    [Fact]
    public void BodiesBeyondALimitAreRefused()
    {
        var body = Samples.Body();
        Refused(body with { Account = "" });
        Refused(body with { Account = new string('a', TransactionBody.AccountSizeMax + 1) });
        Refused(body with { ValidFrom = 2, ValidUntil = 1 });
        Refused(body with { Calls = [] });
        Refused(body with { Calls = [.. Enumerable.Repeat(body.Calls[0], TransactionBody.CallsMax + 1)] });
        Refused(body with { Calls = [body.Calls[0] with { Contract = new string('c', ContractCall.ContractSizeMax + 1) }] });
        Refused(body with { Calls = [body.Calls[0] with { Function = new string('f', ContractCall.FunctionSizeMax + 1) }] });
        Refused(body with { Calls = [body.Calls[0] with { Arguments = new byte[Transaction.SizeMax] }] });
        Refused(body with { PublicKey = new byte[31] });
        Refused(body with { PublicKey = new byte[33] });
    }

    [Fact]
    public void NamesHaveAtLeastOneByte()
    {
        var body = Samples.Body();
        Refused(body with { Calls = [body.Calls[0] with { Contract = "" }] });
        Refused(body with { Calls = [body.Calls[0] with { Function = "" }] });
    }

    [Fact]
    public void BodiesAtTheLimitsAreAccepted()
    {
        var body = Samples.Body();
        Accepted(body with { Account = new string('a', TransactionBody.AccountSizeMax), ValidFrom = 9, ValidUntil = 9 });
        Accepted(body with { Calls = [.. Enumerable.Repeat(body.Calls[0], TransactionBody.CallsMax)] });
        var call = new ContractCall(
            new string('c', ContractCall.ContractSizeMax), new string('f', ContractCall.FunctionSizeMax), default);
        var rest = Transaction.Sign(body with { Calls = [call] }, new FakeEd25519(1)).Encoded.Length;
        Accepted(body with { Calls = [call with { Arguments = new byte[Transaction.SizeMax - rest] }] });
        Refused(body with { Calls = [call with { Arguments = new byte[Transaction.SizeMax - rest + 1] }] });
    }

    [Fact]
    public void AnotherVersionIsRefused()
    {
        var bytes = Samples.Body().Encode();
        Assert.NotNull(TransactionBody.TryDecode(bytes));
        bytes[0] = 2;
        Assert.Null(TransactionBody.TryDecode(bytes));
    }

    [Fact]
    public void DecodedPartsAreViewsOfTheInput()
    {
        var bytes = Samples.Transaction().Encoded;
        var read = Transaction.TryDecode(bytes)!;
        Assert.Equal(bytes, read.Encoded);
        Assert.True(bytes.Span.Overlaps(read.Body.Calls[1].Arguments.Span));
    }

    private static void Accepted(TransactionBody body) => Assert.NotNull(Transaction.Sign(body, new FakeEd25519(1)));

    private static void Refused(TransactionBody body) =>
        Assert.Throws<ArgumentException>(() => Transaction.Sign(body, new FakeEd25519(1)));
}
