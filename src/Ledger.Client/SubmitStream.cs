using System.Collections.Concurrent;
using System.Threading.Channels;
using Google.Protobuf;
using Grpc.Core;
using Ledger.Client.Connection;
using Ledger.Client.Proofs;
using Ledger.Client.Submission;
using Ledger.Primitives;
using Wire = Ledger.Protocol.V1;

namespace Ledger.Client;

/// <summary>
/// Many transactions over one stream. At most a fixed number is in flight; then submitting waits. Each transaction has
/// a completion of its own. When the stream breaks, what is in flight completes with <see
/// cref="LedgerError.Unavailable"/>: its outcome is open, and
/// <see cref="LedgerClient.GetReceiptAsync"/> or <see cref="LedgerClient.SubmitAsync(Transaction, CancellationToken)"/>
/// with the same transaction
/// settles it. Thread safe.
/// </summary>
public sealed class SubmitStream : IAsyncDisposable
{
    /// <summary>Transactions in flight unless told otherwise.</summary>
    public const int InFlightDefault = 256;

    /// <summary>Most transactions in flight: what a node keeps for one stream.</summary>
    public const int InFlightMax = 4096;

    private static readonly WriteOptions Buffered = new(WriteFlags.BufferHint);
    private static readonly WriteOptions Flushed = new();

    private readonly LedgerClient _client;
    private readonly NodeConnection _node;
    private readonly ValidityWindow _window;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _places;
    private readonly ConcurrentDictionary<ulong, Pending> _pending = new();
    private readonly Channel<Wire.SubmitRequest> _outgoing;
    private readonly AsyncDuplexStreamingCall<Wire.SubmitRequest, Wire.SubmitResponse> _call;
    private readonly Task _writing;
    private readonly Task _reading;
    private LedgerException? _broken;
    private ulong _lastTag;

    internal SubmitStream(LedgerClient client, NodeConnection node, ValidityWindow window, int inFlightMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inFlightMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(inFlightMax, InFlightMax);
        _client = client;
        _node = node;
        _window = window;
        _places = new SemaphoreSlim(inFlightMax);
        _outgoing = Channel.CreateBounded<Wire.SubmitRequest>(
            new BoundedChannelOptions(inFlightMax) { SingleReader = true });
        _call = node.Stub.SubmitStream(new CallOptions(cancellationToken: _stop.Token));
        _writing = Task.Run(WriteAsync);
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>Signs calls as one transaction and hands it in; waits while too many are in flight.</summary>
    /// <returns>A task that completes when the transaction is final, or fails with <see
    /// cref="LedgerException"/>.</returns>
    /// <exception cref="LedgerException">The stream is broken or ended, or the calls break a limit; nothing was
    /// sent.</exception>
    public async ValueTask<Task<TransactionReceipt>> SubmitAsync(
        IReadOnlyList<ContractCall> calls, bool atomic = false, CancellationToken cancellation = default)
    {
        var transaction = await _client.SignAsync(calls, atomic, cancellation).ConfigureAwait(false);
        return await SubmitAsync(transaction, cancellation).ConfigureAwait(false);
    }

    /// <summary>Hands in a signed transaction; waits while too many are in flight.</summary>
    /// <inheritdoc cref="SubmitAsync(IReadOnlyList{ContractCall}, bool, CancellationToken)"/>
    public async ValueTask<Task<TransactionReceipt>> SubmitAsync(
        Transaction transaction, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        await _places.WaitAsync(cancellation).ConfigureAwait(false);
        var tag = Interlocked.Increment(ref _lastTag);
        var pending = new Pending(transaction.Id);
        _pending[tag] = pending;
        var request = new Wire.SubmitRequest
        {
            Transaction = UnsafeByteOperations.UnsafeWrap(transaction.Encoded),
            Wait = true,
            Tag = tag,
        };

        // The outgoing queue holds as many as there are places, so this fails only when the stream has ended. Whoever
        // ends it fails what is pending afterwards; an entry that came too late for that is taken back here.
        if (!_outgoing.Writer.TryWrite(request) && _pending.TryRemove(tag, out _))
        {
            _places.Release();
            throw _broken ?? new LedgerException(LedgerError.Unavailable, "the stream has ended");
        }

        return pending.Task;
    }

    /// <summary>
    /// Takes no more transactions and waits until all in flight are final or have failed. Failures are in their own
    /// tasks.
    /// </summary>
    public async Task CompleteAsync(CancellationToken cancellation = default)
    {
        _outgoing.Writer.TryComplete();
        await _reading.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// Ends the stream; what is in flight fails with an open outcome. <see cref="CompleteAsync"/> first ends it in good
    /// order.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        _outgoing.Writer.TryComplete();
        await _stop.CancelAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
        await _writing.ConfigureAwait(false);
        _call.Dispose();
        _stop.Dispose();
    }

    private async Task WriteAsync()
    {
        try
        {
            while (await _outgoing.Reader.WaitToReadAsync(_stop.Token).ConfigureAwait(false))
            {
                while (_outgoing.Reader.TryRead(out var request))
                {
                    // Requests come in bursts: only the last of a burst is worth a packet of its own.
                    _call.RequestStream.WriteOptions = _outgoing.Reader.TryPeek(out _) ? Buffered : Flushed;
                    await _call.RequestStream.WriteAsync(request).ConfigureAwait(false);
                }
            }

            await _call.RequestStream.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException)
        {
            // The reader hears of the same end with its status, and fails what is pending.
        }
    }

    private async Task ReadAsync()
    {
        LedgerException end;
        try
        {
            while (await _call.ResponseStream.MoveNext(_stop.Token).ConfigureAwait(false))
            {
                Finish(_call.ResponseStream.Current);
            }

            end = new LedgerException(LedgerError.Unavailable, "the node ended the stream");
        }
        catch (RpcException e)
        {
            end = _node.Translate(e, null, CancellationToken.None) as LedgerException
                ?? new LedgerException(LedgerError.Unavailable, "the stream was closed");
        }
        catch (OperationCanceledException)
        {
            end = new LedgerException(LedgerError.Unavailable, "the stream was closed");
        }
        catch (LedgerException e)
        {
            end = e;
        }

        Break(end);
    }

    private void Finish(Wire.SubmitResponse response)
    {
        if (!_pending.TryRemove(response.Tag, out var pending))
        {
            throw WireReader.Malformed("it answers what was not asked");
        }

        _places.Release();
        if (response.RefusalCode != 0)
        {
            var code = RpcErrors.ToError((StatusCode)response.RefusalCode);
            if (code == LedgerError.Refused)
            {
                _window.Doubt();
            }

            pending.Fail(new LedgerException(code, response.Refusal, pending.Id));
            return;
        }

        try
        {
            var receipt = WireReader.Receipt(response.Receipt, pending.Id);
            _window.Heard(receipt.Height);
            pending.Complete(receipt);
        }
        catch (LedgerException e)
        {
            pending.Fail(e);
            throw;
        }
    }

    private void Break(LedgerException reason)
    {
        _broken = reason;
        _outgoing.Writer.TryComplete();
        _stop.Cancel();
        foreach (var (tag, _) in _pending)
        {
            if (_pending.TryRemove(tag, out var pending))
            {
                _places.Release();
                pending.Fail(new LedgerException(LedgerError.Unavailable, reason.Message, pending.Id, reason));
            }
        }
    }

    private sealed class Pending(Digest id)
    {
        private readonly TaskCompletionSource<TransactionReceipt> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Digest Id => id;

        public Task<TransactionReceipt> Task => _done.Task;

        public void Complete(TransactionReceipt receipt) => _done.TrySetResult(receipt);

        public void Fail(LedgerException reason) => _done.TrySetException(reason);
    }
}
