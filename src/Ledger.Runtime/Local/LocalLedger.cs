using System.Text;
using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// A ledger in one process, for tests of contracts and for simulations of markets: the inspector, loader and executors of a
/// node over a state in memory. There are no signatures, no consensus and no disk; everything that decides a receipt is the
/// production code. Not thread safe.
/// </summary>
/// <example>
/// <code>
/// var ledger = new LocalLedger(new LocalLedgerOptions { Packages = [File.ReadAllBytes("Shop.dll")] });
/// ledger.Enrol("cell1/alice", ("role", "prosumer"));
/// var receipt = ledger.Submit("cell1/alice", new ContractCall("shop", "buy", arguments));
/// </code>
/// </example>
public sealed class LocalLedger
{
    private readonly BatchExecutor _executor;
    private readonly BlockExecutor _blocks;
    private readonly IReadOnlyList<string> _organisations;
    private readonly Dictionary<string, LocalSigner> _signers = new(StringComparer.Ordinal);
    private BlockHeader? _header;
    private ulong _nonce;
    private ulong _timeMilliseconds;

    /// <summary>Makes a ledger at height 0 and installs its packages.</summary>
    /// <exception cref="ArgumentException">
    /// A package is refused, with the checker's sentence; or an option is out of range.
    /// </exception>
    public LocalLedger(LocalLedgerOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Packages.Count, LocalLedgerOptions.PackagesMax);
        _organisations = [.. options.Organisations];
        _timeMilliseconds = options.TimeMilliseconds;
        var limits = new ExecutorOptions { Organisations = _organisations, Members = Validators(_organisations) };
        var genesis = limits with { GenesisPackages = [.. options.Packages.Select(p => Digest.Of(p.Span))] };
        if (options.Limits is { } change)
        {
            limits = change(limits) with { Organisations = limits.Organisations, Members = limits.Members };
        }

        var authority = new LocalAuthority(options.Verifier);
        var host = options.Host ?? new ContractHost();
        _executor = new BatchExecutor(limits, authority, host);
        _blocks = new BlockExecutor(_executor, Digest.Zero, limits.Members);
        foreach (var organisation in _organisations)
        {
            Enrol(AdministratorOf(organisation), ("role", "admin"));
        }

        InstallAtGenesis(new BatchExecutor(genesis, authority, host), options.Packages);
    }

    /// <summary>Blocks so far.</summary>
    public ulong Height => _header?.Height.Value ?? 0;

    /// <summary>The newest block's header; null before the first block. Its state root is <see cref="LocalState.History"/>.</summary>
    public BlockHeader? Header => _header;

    /// <summary>The world state after the newest block; to look at, and to prepare before the first block.</summary>
    public LocalState State { get; } = new();

    /// <summary>Ledger time, milliseconds since 1970-01-01 UTC: that of the next block. It never falls.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to an earlier time.</exception>
    public ulong TimeMilliseconds
    {
        get => _timeMilliseconds;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, _timeMilliseconds);
            _timeMilliseconds = value;
        }
    }

    /// <summary>The account of an organisation's administrator.</summary>
    public static string AdministratorOf(string organisation) => organisation + "/admin";

    /// <summary>Makes an account, or gives an account other attributes; no block is made.</summary>
    /// <param name="account">The name, <c>organisation/name</c>, at most 64 bytes.</param>
    /// <param name="attributes">Attributes of its certificate, each name once.</param>
    /// <exception cref="ArgumentException">The name or an attribute is out of range.</exception>
    public void Enrol(string account, params (string Name, string Value)[] attributes)
    {
        var slash = account.IndexOf('/', StringComparison.Ordinal);
        var signer = SignerOf(account);
        var record = new AccountRecord
        {
            Name = account,
            Organisation = slash < 0 ? account : account[..slash],
            PublicKey = signer.PublicKey.ToArray(),
            NotBeforeMilliseconds = 0,
            NotAfterMilliseconds = ulong.MaxValue,
            SerialHex = "00",
            Attributes =
            [
                .. attributes.OrderBy(a => a.Name, StringComparer.Ordinal)
                    .Select(a => KeyValuePair.Create(a.Name, a.Value)),
            ],
            CertificateDigest = Digest.Of(Encoding.UTF8.GetBytes(account)),
        };
        if (record.FirstFlaw() is { } flaw)
        {
            throw new ArgumentException(flaw, nameof(account));
        }

        State.Set(AccountRecord.KeyOf(account), record.Encode());
    }

    /// <summary>Executes a transaction in a block of its own.</summary>
    /// <param name="account">Who acts.</param>
    /// <param name="calls">1 to <see cref="TransactionBody.CallsMax"/> calls; each stands or falls by itself.</param>
    public Receipt Submit(string account, params ContractCall[] calls) =>
        SubmitBlock([new LocalTransaction(account, calls)])[0];

    /// <summary>Executes a block at the present time.</summary>
    /// <param name="transactions">At most <see cref="Batch.TransactionsMax"/>, executed in order; none for an empty
    /// block.</param>
    /// <returns>A receipt for each transaction.</returns>
    /// <exception cref="ArgumentException">A transaction or the block breaks a limit of the format.</exception>
    public IReadOnlyList<Receipt> SubmitBlock(IReadOnlyList<LocalTransaction> transactions)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(transactions.Count, Batch.TransactionsMax);
        var signed = new Transaction[transactions.Count];
        for (var i = 0; i < signed.Length; i++)
        {
            signed[i] = Sign(transactions[i], Height + 1);
        }

        var block = _blocks.Execute(
            _header,
            new Batch(_timeMilliseconds, signed),
            State,
            static _ => false,
            (_, writes) =>
            {
                State.Apply(writes);
                return (State, State.History, (IStateView)State);
            });
        _header = block.Header;
        var receipts = new Receipt[signed.Length];
        for (var i = 0; i < receipts.Length; i++)
        {
            receipts[i] = Receipt.TryDecode(block.Receipts[i].Span) ??
                throw new RuntimeInvariantException("a receipt is well formed");
        }

        return receipts;
    }

    /// <summary>Makes empty blocks until the ledger has this height, at the present time.</summary>
    public void AdvanceToHeight(ulong height)
    {
        while (Height < height)
        {
            SubmitBlock([]);
        }
    }

    /// <summary>Calls a read-only function on the state after the newest block; nothing is written.</summary>
    /// <param name="account">Who asks.</param>
    /// <param name="call">The call.</param>
    public CallResult Query(string account, ContractCall call) =>
        _executor.Query(new BlockContext(Height, _timeMilliseconds), State, account, call);

    /// <summary>Calls a read-only function on the state after the newest block; nothing is written.</summary>
    /// <param name="account">Who asks.</param>
    /// <param name="contract">Name of the contract.</param>
    /// <param name="function">Name of the function.</param>
    /// <param name="arguments">The arguments in the ledger's encoding; empty for none.</param>
    public CallResult Query(string account, string contract, string function, ReadOnlyMemory<byte> arguments = default) =>
        Query(account, new ContractCall(contract, function, arguments));

    private static Membership Validators(IReadOnlyList<string> organisations)
    {
        var validators = new Validator[Membership.ValidatorsMin];
        for (var i = 0; i < validators.Length; i++)
        {
            validators[i] = new Validator(
                $"node{i + 1}", organisations[i % organisations.Count], new LocalSigner($"node{i + 1}").PublicKey);
        }

        return new Membership(validators);
    }

    // Height 0 comes before every block of a chain, so that what is agreed there is in force from the first block on. A
    // network's own limits count there, however low the ones under test are.
    private void InstallAtGenesis(BatchExecutor executor, IReadOnlyList<ReadOnlyMemory<byte>> packages)
    {
        for (var i = 0; i < packages.Count; i++)
        {
            var install = new CanonicalWriter(packages[i].Length + 64)
                .Text($"genesis {i + 1}").Bytes(packages[i].Span).Bytes([]).I64(0).ToArray();
            var transaction = Sign(
                new LocalTransaction(
                    AdministratorOf(_organisations[0]), new ContractCall(SystemKeys.Lifecycle, "install", install)),
                0);
            var result = executor.Execute(
                new BlockContext(0, _timeMilliseconds), [transaction], State, static _ => false);
            if (result.Receipts[0].Status != ReceiptStatus.Ok)
            {
                throw new ArgumentException(result.Receipts[0].Message, nameof(packages));
            }

            State.Apply(result.Writes);
        }
    }

    private LocalSigner SignerOf(string account)
    {
        if (!_signers.TryGetValue(account, out var signer))
        {
            signer = new LocalSigner(account);
            _signers.Add(account, signer);
        }

        return signer;
    }

    private Transaction Sign(LocalTransaction transaction, ulong height)
    {
        var signer = SignerOf(transaction.Account);
        return Transaction.Sign(
            new TransactionBody
            {
                ChainId = Digest.Zero,
                Account = transaction.Account,
                PublicKey = signer.PublicKey,
                Nonce = _nonce++,
                ValidFrom = height,
                ValidUntil = height,
                Atomic = transaction.Atomic,
                Calls = transaction.Calls,
            },
            signer);
    }
}
