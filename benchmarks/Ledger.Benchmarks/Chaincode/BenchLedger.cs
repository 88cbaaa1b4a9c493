using Ledger.Identity;
using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Benchmarks.Chaincode;

/// <summary>The real executor above a state in memory that holds one account and the corpus as a contract.</summary>
internal sealed class BenchLedger : IStateView
{
    private const string Account = "cell1/home-01";
    private readonly Dictionary<string, byte[]> _entries = new(StringComparer.Ordinal);
    private readonly Ed25519KeyPair _key = Ed25519KeyPair.FromSeed(new byte[32]);
    private readonly BatchExecutor _executor;
    private ulong _nonce;

    /// <summary>Makes one.</summary>
    /// <param name="metered">Whether contracts are rewritten; otherwise they run as the compiler left them.</param>
    public BenchLedger(bool metered)
    {
        var hash = Digest.Of(BenchPackage.Compiled);
        Set(SystemKeys.Code(hash), BenchPackage.Compiled);
        Set(SystemKeys.Binding("bench"), ContractBinding.First(new(hash, 1)).Encode());
        Set(AccountRecord.KeyOf(Account), new AccountRecord
        {
            Name = Account, Organisation = "cell1", PublicKey = _key.PublicKey.ToArray(), NotBeforeMilliseconds = 1,
            NotAfterMilliseconds = 1_000_000, SerialHex = "01", Attributes = [],
            CertificateDigest = Digest.Of("certificate"u8),
        }.Encode());
        var options = new ExecutorOptions
        {
            Organisations = ["cell1"], Members = new Membership(
                [.. Enumerable.Range(1, 4).Select(i => new Validator($"node{i}", "cell1", Digest.Of([(byte)i]).ToArray()))]),
            Limits = ExecutionLimits.Default with { GasPerBlock = 100_000_000_000 },
        };
        var inspector = metered
            ? new MeteringInspector(new PackageInspector())
            : new MeteringInspector(new PackageInspector(), static (code, _) => code.ToArray());
        _executor = new BatchExecutor(options, new NoAuthority(), new ContractHost(inspector));
    }

    /// <summary>Envelopes of equal calls.</summary>
    public Transaction[] Batch(ContractCall call, int calls, int envelopes) =>
    [
        .. Enumerable.Range(0, envelopes).Select(_ => Transaction.Sign(
            new TransactionBody
            {
                ChainId = Digest.Zero, Account = Account, PublicKey = _key.PublicKey, Nonce = _nonce++, ValidFrom = 1,
                ValidUntil = 100, Calls = [.. Enumerable.Repeat(call, calls)],
            },
            _key)),
    ];

    /// <summary>Executes a block on the state, which stays as it is.</summary>
    public BatchResult Execute(Transaction[] batch) =>
        _executor.Execute(new BlockContext(2, 1_000), batch, this, static _ => false);

    /// <inheritdoc />
    public byte[]? Get(ReadOnlySpan<byte> key) => _entries.GetValueOrDefault(Convert.ToHexString(key));

    /// <inheritdoc />
    public IEnumerable<KeyValuePair<byte[], byte[]>> Scan(ReadOnlyMemory<byte> prefix) => [];

    private void Set(byte[] key, byte[] value) => _entries[Convert.ToHexString(key)] = value;

    private sealed class NoAuthority : IAccountAuthority
    {
        public IEd25519Verifier Signatures => Ed25519.Instance;

        public AccountAdmission Admit(ReadOnlySpan<byte> certificateDer, ulong ledgerTimeMilliseconds) =>
            new(null, "nobody is enrolled here");
    }
}
