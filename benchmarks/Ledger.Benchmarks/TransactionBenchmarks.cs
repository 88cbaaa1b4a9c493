using BenchmarkDotNet.Attributes;
using Ledger.Identity;
using Ledger.Primitives;

namespace Ledger.Benchmarks;

/// <summary>A transfer-sized transaction: signing by the client, decoding and the one signature check at each node.</summary>
[MemoryDiagnoser]
public class TransactionBenchmarks
{
    private readonly Ed25519KeyPair _key = Ed25519KeyPair.FromSeed(new byte[32]);
    private TransactionBody _body = null!;
    private Transaction _transaction = null!;

    /// <summary>Makes the transaction.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _body = new TransactionBody
        {
            ChainId = Digest.Of([1]),
            Account = "cell1/home-01",
            PublicKey = _key.PublicKey,
            Nonce = 7,
            ValidFrom = 1,
            ValidUntil = 1000,
            Calls = [new ContractCall("wallet", "transfer", new byte[40])],
        };
        _transaction = Transaction.Sign(_body, _key);
    }

    /// <summary>Encode, sign, decode: what a client does.</summary>
    [Benchmark]
    public Transaction Sign() => Transaction.Sign(_body, _key);

    /// <summary>Decode and compute id and leaf hash.</summary>
    [Benchmark]
    public Transaction? Decode() => Transaction.TryDecode(_transaction.Encoded);

    /// <summary>The signature check.</summary>
    [Benchmark]
    public bool Verify() => _transaction.VerifySignature(Ed25519.Instance, _body.ChainId);
}
