using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// Remembers that the present call cannot end well any more. Contract code may meet the exception that says so in a
/// <c>finally</c>, or even catch it; the call fails all the same, with the first reason.
/// </summary>
internal sealed class CallDoom
{
    /// <summary>The reason, or null while the call may still end well.</summary>
    public CallFailure? Failure { get; private set; }

    public void Clear() => Failure = null;

    /// <summary>Notes the reason, unless there is one.</summary>
    public void Note(CallFailure failure) => Failure ??= failure;

    /// <summary>Notes the reason and makes the exception that leaves contract code.</summary>
    public CallAbortException Abort(ReceiptStatus status, string message)
    {
        Note(new CallFailure(status, message));
        return new CallAbortException(Failure!);
    }

    /// <summary>The end of a call that goes beyond a limit.</summary>
    public CallAbortException Beyond(string limit) => Abort(ReceiptStatus.OutOfResources, $"the limit is {limit}");

    public void ThrowIfSet()
    {
        if (Failure != null)
        {
            throw new CallAbortException(Failure);
        }
    }
}
