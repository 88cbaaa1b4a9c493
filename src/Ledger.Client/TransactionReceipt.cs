using Ledger.Primitives;

namespace Ledger.Client;

/// <summary>
/// Outcome of a final transaction, as the node tells it. It is one node's word until <see
/// cref="LedgerClient.ConfirmAsync"/> has found it in a certified block. Immutable.
/// </summary>
/// <param name="Receipt">The decoded receipt: status and the outcome of each call.</param>
/// <param name="Height">Height of the block.</param>
/// <param name="Index">Place in the block, from 0.</param>
/// <param name="Encoded">The receipt's canonical bytes, a leaf of the block's receipt root.</param>
public sealed record TransactionReceipt(Receipt Receipt, SequenceNumber Height, int Index, ReadOnlyMemory<byte> Encoded)
{
    /// <summary>The transaction.</summary>
    public Digest TransactionId => Receipt.TransactionId;

    /// <summary>Ok when every call is.</summary>
    public ReceiptStatus Status => Receipt.Status;

    /// <summary>Whether every call ended well.</summary>
    public bool IsOk => Receipt.Status == ReceiptStatus.Ok;

    /// <summary>Message of the first call that did not end well; empty when there is none.</summary>
    public string Message => Receipt.Message;

    /// <summary>One for each call; empty when nothing was executed.</summary>
    public IReadOnlyList<CallResult> Calls => Receipt.Calls;

    /// <summary>Returns this receipt when it is Ok.</summary>
    /// <exception cref="LedgerException">It is not: <see cref="LedgerError"/> and message tell why.</exception>
    public TransactionReceipt EnsureOk()
    {
        if (IsOk)
        {
            return this;
        }

        var code = Status switch
        {
            ReceiptStatus.PermissionDenied => LedgerError.PermissionDenied,
            ReceiptStatus.Unauthenticated => LedgerError.Unauthenticated,
            ReceiptStatus.NotFound => LedgerError.NotFound,
            ReceiptStatus.InvalidArgument => LedgerError.InvalidArgument,
            ReceiptStatus.Duplicate => LedgerError.Duplicate,
            ReceiptStatus.Failed or ReceiptStatus.OutOfResources => LedgerError.Failed,
            _ => LedgerError.Refused,
        };
        throw new LedgerException(code, Message.Length > 0 ? Message : $"the transaction ended as {Status}", TransactionId);
    }
}
