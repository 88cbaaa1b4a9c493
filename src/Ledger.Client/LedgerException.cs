using Ledger.Primitives;

namespace Ledger.Client;

/// <summary>
/// The one exception of the SDK. Its message is one line for people. Cancelled calls throw OperationCanceledException
/// instead.
/// </summary>
public sealed class LedgerException : Exception
{
    /// <summary>Names what went wrong.</summary>
    /// <param name="code">For programs.</param>
    /// <param name="message">One line for people.</param>
    /// <param name="transactionId">The transaction whose outcome is in question, when there is one.</param>
    /// <param name="inner">The cause, for debuggers.</param>
    public LedgerException(LedgerError code, string message, Digest? transactionId = null, Exception? inner = null)
        : base(message, inner)
    {
        Code = code;
        TransactionId = transactionId;
    }

    /// <summary>For programs.</summary>
    public LedgerError Code { get; }

    /// <summary>
    /// The transaction that was handed in. With <see cref="LedgerError.Timeout"/> or <see
    /// cref="LedgerError.Unavailable"/> its outcome is unknown, and <see cref="LedgerClient.GetReceiptAsync"/> tells
    /// it.
    /// </summary>
    public Digest? TransactionId { get; }
}
