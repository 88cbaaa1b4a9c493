using Ledger.Primitives;

namespace Ledger.Chaincode.Testing;

/// <summary>How a submitted call ended. Immutable.</summary>
public sealed class TestReceipt
{
    private readonly string _function;

    internal TestReceipt(string function, Receipt receipt)
    {
        _function = function;
        Receipt = receipt;
    }

    /// <summary>The transaction's receipt as a node would write it.</summary>
    public Receipt Receipt { get; }

    /// <summary>How the call ended.</summary>
    public ReceiptStatus Status => Receipt.Status;

    /// <summary>Why it did not end well; empty when it did.</summary>
    public string Message => Receipt.Message;

    /// <summary>Gas that the call used.</summary>
    public long GasUsed => Receipt.Calls.Count == 0 ? 0 : (long)Receipt.Calls[0].GasUsed;

    /// <summary>The events of the call and of those it made, in order; none when it did not end well.</summary>
    public IReadOnlyList<LedgerEvent> Events => Receipt.Calls.Count == 0 ? [] : Receipt.Calls[0].Events;

    /// <summary>Expects the call to have ended well.</summary>
    /// <exception cref="TestFailure">It did not.</exception>
    public TestReceipt EnsureOk() => Status == ReceiptStatus.Ok
        ? this
        : throw new TestFailure($"{_function} ended with {Status}: {Message}");

    /// <summary>Expects the contract to have refused the call, in these words.</summary>
    /// <exception cref="TestFailure">It did not, or in others.</exception>
    public TestReceipt EnsureRejected(string message) => EnsureEnded(ReceiptStatus.Rejected, message);

    /// <summary>Expects the caller to have lacked a right.</summary>
    /// <exception cref="TestFailure">It did not.</exception>
    public TestReceipt EnsureDenied() => EnsureEnded(ReceiptStatus.PermissionDenied, null);

    /// <summary>Expects the call to have ended in a way.</summary>
    /// <param name="status">Which.</param>
    /// <param name="message">With which message; any when null.</param>
    /// <exception cref="TestFailure">It ended in another way.</exception>
    public TestReceipt EnsureEnded(ReceiptStatus status, string? message) =>
        Status == status && (message == null || Message == message)
            ? this
            : throw new TestFailure(
                $"{_function} ended with {Status}: '{Message}', not with {status}" +
                (message == null ? "" : $": '{message}'"));

    /// <summary>The call's result.</summary>
    /// <exception cref="TestFailure">The call did not end well.</exception>
    public RecordReader Result() => new(EnsureOk().Receipt.Calls[0].Result.ToArray());

    /// <summary>The data of the one event of this name.</summary>
    /// <exception cref="TestFailure">There is not exactly one.</exception>
    public RecordReader Event(string name)
    {
        var events = Events.Where(e => e.Name == name).ToArray();
        return events.Length == 1
            ? new RecordReader(events[0].Data.ToArray())
            : throw new TestFailure(
                $"{_function} emitted {events.Length} events {name}; all: {string.Join(", ", Events.Select(e => e.Name))}");
    }
}
