using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>Leaves contract code when the runtime ends a call: a limit, a broken rule, a refused nested call.</summary>
internal sealed class CallAbortException : Exception
{
    public CallAbortException(CallFailure failure)
        : base(failure.Message)
    {
        Failure = failure;
    }

    public CallAbortException(ReceiptStatus status, string message)
        : this(new CallFailure(status, message))
    {
    }

    public CallFailure Failure { get; }
}
