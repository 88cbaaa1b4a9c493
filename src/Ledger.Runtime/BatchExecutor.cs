using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// Executes ordered transactions on a state. A function of its arguments and of the bytes they refer to: every replica,
/// at any time, gets the same receipts and writes. <c>Execute</c> is called by one thread at a time;
/// <see cref="Query"/> and <see cref="Check"/> by any, also meanwhile.
/// </summary>
/// <remarks>
/// A receipt has no calls when the transaction is outside its window or a duplicate. When its account is not accepted
/// the first call says why and the others are skipped. When a call of an atomic transaction fails, the calls before it
/// keep status and gas but lose results and events, since nothing of them stands; the ones behind it are skipped.
/// </remarks>
public sealed partial class BatchExecutor
{
    private readonly ExecutorOptions _options;
    private readonly IAccountAuthority _authority;
    private readonly ContractHost _host;
    private readonly IReadOnlyDictionary<string, BoundContract> _system;
    private readonly AccountCache _accounts = new();

    /// <summary>Makes an executor.</summary>
    /// <param name="options">The network's limits.</param>
    /// <param name="authority">Judges certificates.</param>
    /// <param name="host">Keeps packages in memory; may be shared.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public BatchExecutor(ExecutorOptions options, IAccountAuthority authority, ContractHost host)
    {
        options.Validate();
        StaticData.Prepare();
        _options = options;
        _authority = authority;
        _host = host;
        _system = SystemContracts.Create(options, host);
    }

    /// <summary>Executes a batch in order.</summary>
    /// <param name="block">The block that the batch makes.</param>
    /// <param name="transactions">Signatures have been verified against the keys in the bodies.</param>
    /// <param name="state">The state before; it does not change meanwhile.</param>
    /// <param name="executedBefore">Whether an earlier block holds a transaction of this id.</param>
    /// <exception cref="RuntimeInvariantException">The state is not one that executions made: stop the
    /// node.</exception>
    public BatchResult Execute(
        BlockContext block,
        IReadOnlyList<Transaction> transactions,
        IStateView state,
        Func<Digest, bool> executedBefore)
    {
        var session = Open(block, state, block.Height);
        var receipts = new Receipt[transactions.Count];
        var encoded = new ReadOnlyMemory<byte>[transactions.Count];
        var ids = new HashSet<Digest>(transactions.Count);
        for (var i = 0; i < receipts.Length; i++)
        {
            var transaction = transactions[i];
            ReceiptStatus? refused = !IsInWindow(block, transaction.Body) ? ReceiptStatus.OutsideWindow
                : !ids.Add(transaction.Id) || executedBefore(transaction.Id) ? ReceiptStatus.Duplicate
                : null;
            receipts[i] = refused is { } status
                ? new Receipt(transaction.Id, status, [])
                : Execute(session, transaction, i);
            encoded[i] = receipts[i].Encode();
            session.Overlay.Commit();
            session.Overlay.TrimReadCache(_options.ReadCacheBytesMax);
        }

        var writes = session.Overlay.Writes();
        PrepareNew(writes, session.Overlay);
        return new BatchResult(receipts, encoded, writes);
    }

    /// <summary>Calls a read-only function on a state; nothing is written anywhere.</summary>
    /// <param name="at">The block whose state it is. Names mean the packages that the next block would use.</param>
    /// <param name="state">The state after that block; it does not change meanwhile.</param>
    /// <param name="account">Who asks, an enrolled account whose identity the caller has verified.</param>
    /// <param name="call">The call.</param>
    public CallResult Query(BlockContext at, IStateView state, string account, ContractCall call)
    {
        var session = Open(at, state, at.Height + 1);
        var failure = Find(session, account, null, out var record);
        if (failure != null)
        {
            return Refused(failure);
        }

        session.BeginTransaction(record!, Digest.Zero, 0);
        return session.Run(call, query: true);
    }

    private Receipt Execute(CallSession session, Transaction transaction, int index)
    {
        var body = transaction.Body;
        var calls = new CallResult[body.Calls.Count];
        if (Authenticate(session, body, out var account) is { } failure)
        {
            Array.Fill(calls, Skipped);
            calls[0] = Refused(failure);
            return new Receipt(transaction.Id, failure.Status, calls);
        }

        session.BeginTransaction(account!, transaction.Id, index);
        var before = session.Overlay.Mark();
        var outcome = ReceiptStatus.Ok;
        for (var i = 0; i < calls.Length; i++)
        {
            calls[i] = session.Run(body.Calls[i], query: false);
            if (calls[i].Status == ReceiptStatus.Ok)
            {
                continue;
            }

            outcome = outcome == ReceiptStatus.Ok ? calls[i].Status : outcome;
            if (body.Atomic)
            {
                session.Overlay.Revert(before);
                for (var done = 0; done < i; done++)
                {
                    calls[done] = calls[done] with { Result = ReadOnlyMemory<byte>.Empty, Events = [] };
                }

                Array.Fill(calls, Skipped, i + 1, calls.Length - i - 1);
                break;
            }
        }

        return new Receipt(transaction.Id, outcome, calls);
    }

    private CallSession Open(BlockContext block, IStateView state, ulong bindingHeight)
    {
        var overlay = new StateOverlay(state);
        return new CallSession(
            _options, block, overlay, new ContractResolver(overlay, _host, _system, bindingHeight),
            new AdmissionMemo(_authority, block.TimeMilliseconds));
    }

    private bool IsInWindow(BlockContext block, TransactionBody body) =>
        block.Height >= body.ValidFrom && block.Height <= body.ValidUntil &&
        body.ValidUntil - body.ValidFrom <= _options.ValidityWindowMax;

    private static readonly CallResult Skipped = new(ReceiptStatus.Skipped, "", ReadOnlyMemory<byte>.Empty, 0, []);

    private static CallResult Refused(CallFailure failure) =>
        new(failure.Status, MessageText.Cut(failure.Message), ReadOnlyMemory<byte>.Empty, 0, []);
}
