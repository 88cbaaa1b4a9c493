using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>Makes transactions, each another one, and tells the check that a client has signed them.</summary>
internal sealed class TransactionFactory(SimulatedGenesis genesis, TransactionCheck check)
{
    private readonly Dictionary<string, FakeSigner> _signers = new(StringComparer.Ordinal);
    private ulong _nonce;

    /// <summary>The first key of an account.</summary>
    public FakeSigner SignerOf(string account)
    {
        if (!_signers.TryGetValue(account, out var signer))
        {
            signer = SimulatedGenesis.SignerOf(account);
            _signers.Add(account, signer);
        }

        return signer;
    }

    /// <summary>A signed transaction.</summary>
    /// <param name="account">Who acts.</param>
    /// <param name="signer">The account's key.</param>
    /// <param name="from">First height at which it is valid.</param>
    /// <param name="until">Last height.</param>
    /// <param name="calls">What it does, all or nothing.</param>
    public Transaction Make(string account, FakeSigner signer, ulong from, ulong until, params ContractCall[] calls)
    {
        var transaction = Transaction.Sign(
            new TransactionBody
            {
                ChainId = genesis.ChainId,
                Account = account,
                PublicKey = signer.PublicKey,
                Nonce = ++_nonce,
                ValidFrom = from,
                ValidUntil = until,
                Atomic = calls.Length > 1,
                Calls = calls,
            },
            signer);
        check.OnIssued(transaction.Id);
        return transaction;
    }

    /// <summary>A client's transaction: adds an amount to a count.</summary>
    public Transaction MakeAdd(int client, ulong from, ulong until, string name, long amount)
    {
        var account = SimulatedGenesis.ClientAccount(client);
        return Make(account, SignerOf(account), from, until, Add(name, amount));
    }

    /// <summary>Adds an amount to a count.</summary>
    public static ContractCall Add(string name, long amount) => new(
        SimulatedGenesis.Contract, "add", new CanonicalWriter(32).Text(name).I64(amount).ToArray());

    /// <summary>The same transaction with a signature that is not good.</summary>
    public static Transaction SpoilSignature(Transaction transaction)
    {
        var bytes = transaction.Encoded.ToArray();
        bytes[^1] ^= 1;
        return Transaction.TryDecode(bytes)!;
    }
}
