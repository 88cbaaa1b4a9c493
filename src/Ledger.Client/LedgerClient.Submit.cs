using System.Security.Cryptography;
using Google.Protobuf;
using Ledger.Client.Connection;
using Ledger.Client.Proofs;
using Ledger.Client.Submission;
using Ledger.Primitives;
using Wire = Ledger.Protocol.V1;

namespace Ledger.Client;

public sealed partial class LedgerClient
{
    /// <summary>Index of the node that transactions go to: the next one when it is away, until that is away too.</summary>
    private int _entry;

    /// <summary>Signs calls as one transaction for the blocks to come. Nothing is sent.</summary>
    /// <param name="calls">1 to <see cref="TransactionBody.CallsMax"/>, executed in order.</param>
    /// <param name="atomic">Whether all stand or fall together.</param>
    /// <param name="cancellation">Ends the wait for the node's height.</param>
    /// <exception cref="LedgerException">InvalidArgument when a limit is broken; others when the node's height is not
    /// to be had.</exception>
    public async ValueTask<Transaction> SignAsync(
        IReadOnlyList<ContractCall> calls, bool atomic = false, CancellationToken cancellation = default)
    {
        var (from, until) = await _window.NextAsync(cancellation).ConfigureAwait(false);
        Span<byte> nonce = stackalloc byte[8];
        RandomNumberGenerator.Fill(nonce);
        try
        {
            return Transaction.Sign(
                new TransactionBody
                {
                    ChainId = _options.ChainId,
                    Account = Account,
                    PublicKey = _options.Identity.Signer.PublicKey,
                    Nonce = BitConverter.ToUInt64(nonce),
                    ValidFrom = from,
                    ValidUntil = until,
                    Atomic = atomic,
                    Calls = calls,
                },
                _options.Identity.Signer);
        }
        catch (ArgumentException)
        {
            throw new LedgerException(
                LedgerError.InvalidArgument,
                $"a transaction has 1 to {TransactionBody.CallsMax} calls and at most {Transaction.SizeMax} bytes");
        }
    }

    /// <summary>Signs calls as one transaction, hands it in and waits until it is final.</summary>
    /// <returns>
    /// The receipt, whatever its status: <see cref="TransactionReceipt.EnsureOk"/> turns a bad one into an exception.
    /// One node's word until
    /// <see cref="ConfirmAsync"/>.
    /// </returns>
    /// <exception cref="LedgerException">
    /// Refused at the door (nothing was executed), or Timeout or Unavailable: then the outcome is open and
    /// <see cref="LedgerException.TransactionId"/> names what to ask for.
    /// </exception>
    public async Task<TransactionReceipt> SubmitAsync(
        IReadOnlyList<ContractCall> calls, bool atomic = false, CancellationToken cancellation = default)
    {
        var transaction = await SignAsync(calls, atomic, cancellation).ConfigureAwait(false);
        return await SubmitAsync(transaction, cancellation).ConfigureAwait(false);
    }

    /// <summary>Hands in one call and waits until it is final.</summary>
    /// <inheritdoc cref="SubmitAsync(IReadOnlyList{ContractCall}, bool, CancellationToken)"/>
    public Task<TransactionReceipt> SubmitAsync(ContractCall call, CancellationToken cancellation = default) =>
        SubmitAsync([call], atomic: false, cancellation);

    /// <summary>
    /// Hands in a signed transaction and waits until it is final. When the node is lost on the way, or is no validator at
    /// present, the same bytes are sent again, a bounded number of times and to the next node of the options each time:
    /// the ledger executes an id once, so this can never execute twice.
    /// </summary>
    /// <inheritdoc cref="SubmitAsync(IReadOnlyList{ContractCall}, bool, CancellationToken)"/>
    public async Task<TransactionReceipt> SubmitAsync(Transaction transaction, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        var started = _options.TimeProvider.GetTimestamp();
        var retries = new RetrySchedule(_options);
        var sentBefore = false;
        var isKnown = false;
        while (true)
        {
            var left = _options.FinalityTimeout - _options.TimeProvider.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                throw new LedgerException(
                    LedgerError.Timeout, "the transaction is not final in time; ask for its receipt", transaction.Id);
            }

            var entry = Volatile.Read(ref _entry);
            try
            {
                var receipt = isKnown
                    ? await ReceiptAsync(_nodes[entry], transaction.Id, left, cancellation).ConfigureAwait(false)
                    : await SendAsync(_nodes[entry], transaction, left, cancellation).ConfigureAwait(false);
                _window.Heard(receipt.Height);
                return receipt;
            }
            catch (LedgerException e) when (e.Code == LedgerError.Duplicate && sentBefore && !isKnown)
            {
                // An earlier attempt arrived after all.
                isKnown = true;
            }
            catch (LedgerException e) when (e.Code == LedgerError.Refused)
            {
                // Another node may have been several blocks behind the one that gave the window.
                _window.Doubt();
                if (!sentBefore || _nodes.Length == 1 || retries.Next() is not { } pause)
                {
                    throw;
                }

                GiveUp(entry);
                await Task.Delay(pause, _options.TimeProvider, cancellation).ConfigureAwait(false);
            }
            catch (LedgerException e) when (e.Code == LedgerError.Unavailable)
            {
                sentBefore = true;
                GiveUp(entry);
                if (retries.Next() is not { } pause)
                {
                    throw;
                }

                await Task.Delay(pause, _options.TimeProvider, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Opens a stream for many transactions, of which a bounded number is in flight.</summary>
    /// <param name="inFlightMax">Transactions not answered yet, after which submitting waits; 1 to 4096.</param>
    public SubmitStream OpenSubmitStream(int inFlightMax = SubmitStream.InFlightDefault) => new(this, _node, _window, inFlightMax);

    /// <summary>
    /// Waits until a transaction is final, at most <see cref="LedgerClientOptions.FinalityTimeout"/>.
    /// </summary>
    /// <exception cref="LedgerException">NotFound or Timeout when it is not final in time.</exception>
    public Task<TransactionReceipt> GetReceiptAsync(Digest transactionId, CancellationToken cancellation = default) =>
        ReceiptAsync(_node, transactionId, _options.FinalityTimeout, cancellation);

    /// <summary>The receipt of a transaction that the node has already; never waits for one to come.</summary>
    /// <exception cref="LedgerException">
    /// NotFound when no block that the node keeps has it; the message tells when blocks were pruned.
    /// </exception>
    public async Task<TransactionReceipt> FindReceiptAsync(Digest transactionId, CancellationToken cancellation = default)
    {
        var id = UnsafeByteOperations.UnsafeWrap(transactionId.ToArray());
        var request = new Wire.ReceiptRequest { TransactionId = id, Stored = true };
        var response = await _node.CallAsync(
            _node.Stub.GetReceiptAsync, request, _options.CallTimeout, transactionId, cancellation).ConfigureAwait(false);
        return WireReader.Receipt(response, transactionId);
    }

    /// <summary>Checks a receipt against the certified block that it names.</summary>
    /// <returns>The block's header, which a quorum has certified.</returns>
    /// <exception cref="LedgerException">Unproven when the block holds no such receipt at this place.</exception>
    public async Task<BlockHeader> ConfirmAsync(TransactionReceipt receipt, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        var block = await GetBlockAsync(receipt.Height, cancellation).ConfigureAwait(false);
        var isThere = receipt.Index >= 0 && receipt.Index < block.Receipts.Count &&
                      block.Receipts[receipt.Index].Span.SequenceEqual(receipt.Encoded.Span) &&
                      block.Batch.Transactions[receipt.Index].Id == receipt.TransactionId;
        return isThere
            ? block.Header
            : throw new LedgerException(
                LedgerError.Unproven, $"block {receipt.Height} does not hold this receipt", receipt.TransactionId);
    }

    /// <summary>Transactions go to the next node, unless another caller has seen to that.</summary>
    private void GiveUp(int entry) => Interlocked.CompareExchange(ref _entry, (entry + 1) % _nodes.Length, entry);

    /// <summary>The chain's height as the first node tells it that can be reached.</summary>
    private async Task<SequenceNumber> HeightAsync(CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var entry = Volatile.Read(ref _entry);
            try
            {
                return (await StatusAsync(_nodes[entry], cancellation).ConfigureAwait(false)).Height;
            }
            catch (LedgerException e) when (e.Code == LedgerError.Unavailable && attempt < _nodes.Length)
            {
                GiveUp(entry);
            }
        }
    }

    private static async Task<TransactionReceipt> SendAsync(
        NodeConnection node, Transaction transaction, TimeSpan timeout, CancellationToken cancellation)
    {
        var request = new Wire.SubmitRequest
        {
            Transaction = UnsafeByteOperations.UnsafeWrap(transaction.Encoded),
            Wait = true,
        };
        var response = await node.CallAsync(node.Stub.SubmitAsync, request, timeout, transaction.Id, cancellation)
            .ConfigureAwait(false);
        return WireReader.Receipt(response.Receipt, transaction.Id);
    }

    private static async Task<TransactionReceipt> ReceiptAsync(
        NodeConnection node, Digest id, TimeSpan timeout, CancellationToken cancellation)
    {
        var request = new Wire.ReceiptRequest { TransactionId = UnsafeByteOperations.UnsafeWrap(id.ToArray()) };
        try
        {
            var response = await node.CallAsync(node.Stub.GetReceiptAsync, request, timeout, id, cancellation)
                .ConfigureAwait(false);
            return WireReader.Receipt(response, id);
        }
        catch (LedgerException e) when (e.Code == LedgerError.Timeout)
        {
            throw new LedgerException(
                LedgerError.Timeout, "no transaction of this id became final in the time that was waited", id, e);
        }
    }
}
