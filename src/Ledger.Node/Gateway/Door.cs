using Grpc.Core;
using Ledger.Consensus;
using Ledger.Node.Consensus;
using Ledger.Node.Execution;
using Ledger.Primitives;
using Ledger.Runtime;
using Ledger.Storage;

namespace Ledger.Node.Gateway;

/// <summary>
/// A node's door for transactions: form, signature (once, here), rights against the committed state, then the queue.
/// What is refused here never
/// costs the other nodes anything; what passes is decided again by every replica when it executes. Thread safe.
/// </summary>
internal sealed class Door
{
    private readonly ulong _genesisTimeMilliseconds;
    private readonly LedgerStore _store;
    private readonly BatchExecutor _executor;
    private readonly VerifiedTransactions _verified;
    private readonly IEd25519Verifier _verifier;
    private readonly FinalityBoard _finality;
    private readonly ConsensusLoop _loop;

    public Door(
        ulong genesisTimeMilliseconds, LedgerStore store, BatchExecutor executor, VerifiedTransactions verified, IEd25519Verifier verifier,
        FinalityBoard finality, ConsensusLoop loop)
    {
        _genesisTimeMilliseconds = genesisTimeMilliseconds;
        _store = store;
        _executor = executor;
        _verified = verified;
        _verifier = verifier;
        _finality = finality;
        _loop = loop;
    }

    /// <summary>Decodes and checks a transaction.</summary>
    /// <returns>The transaction, or the status to refuse it with.</returns>
    public Transaction? Check(ReadOnlyMemory<byte> bytes, out Status refusal)
    {
        refusal = Status.DefaultSuccess;
        var transaction = Transaction.TryDecode(bytes);
        if (transaction == null)
        {
            refusal = new Status(StatusCode.InvalidArgument, "the bytes are not a transaction");
            return null;
        }

        if (transaction.Body.ChainId != _store.ChainId)
        {
            refusal = new Status(StatusCode.InvalidArgument, "the transaction is for another chain");
            return null;
        }

        if (!transaction.VerifySignature(_verifier, _store.ChainId))
        {
            refusal = new Status(StatusCode.Unauthenticated, "the signature is not valid");
            return null;
        }

        if (_store.FindTransaction(transaction.Id) != null)
        {
            refusal = new Status(StatusCode.AlreadyExists, "the transaction was executed before");
            return null;
        }

        using var snapshot = _store.Snapshot();
        var next = new BlockContext(snapshot.Height.Value + 1, snapshot.Header?.TimeMilliseconds ?? _genesisTimeMilliseconds);
        var check = _executor.Check(next, snapshot, transaction);
        if (check.Status != ReceiptStatus.Ok)
        {
            refusal = new Status(StatusMapping.ToGrpc(check.Status), check.Message);
            return null;
        }

        _verified.Add(MessageVerifier.KnownKeyOf(transaction));
        return transaction;
    }

    /// <summary>Queues a checked transaction; <paramref name="submission"/> hears of the queue, then of the outcome.</summary>
    /// <returns>False when a bound was reached and the client must slow down; then neither is called.</returns>
    public bool TryEnqueue<TSubmission>(Transaction transaction, TSubmission submission)
        where TSubmission : class, ISubmission, IFinalityWatch
    {
        if (!_finality.TryAdd(transaction.Id, transaction.Body.ValidUntil, submission))
        {
            return false;
        }

        if (_loop.TrySubmit(transaction, submission))
        {
            return true;
        }

        _finality.Remove(transaction.Id, submission);
        return false;
    }

    /// <summary>Stops waiting for an outcome.</summary>
    public void Forget(Digest id, IFinalityWatch watch) => _finality.Remove(id, watch);

    /// <summary>The gRPC status of the queue's refusal.</summary>
    public static Status Describe(AdmissionResult result) => result switch
    {
        AdmissionResult.Accepted => Status.DefaultSuccess,
        AdmissionResult.Duplicate => new Status(StatusCode.AlreadyExists, "the transaction is queued or was executed"),
        AdmissionResult.OutsideWindow => new Status(
            StatusCode.FailedPrecondition, "the next height lies outside the transaction's validity window"),
        AdmissionResult.NotAValidator => new Status(
            StatusCode.Unavailable, "this node is no validator at present; ask another node"),
        AdmissionResult.AccountQueueFull => new Status(
            StatusCode.ResourceExhausted, "the account has too many transactions waiting; wait for some to finish"),
        _ => QueueFull,
    };

    /// <summary>What a client hears when the node's queues are full.</summary>
    public static Status QueueFull { get; } =
        new(StatusCode.ResourceExhausted, "the node's queue is full; try again later");
}
