using Ledger.Chaincode.Metering;
using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// The gas that a call may still use: its own limit, what its transaction and what its block have left. What a call
/// used stays used when the call is reverted. Not thread safe.
/// </summary>
internal sealed class CallLimits
{
    private readonly ExecutionLimits _limits;
    private long _transactionLeft;
    private long _blockLeft;
    private long _limit;

    public CallLimits(ExecutionLimits limits)
    {
        _limits = limits;
        _blockLeft = limits.GasPerBlock;
    }

    public Meter Meter { get; } = new();

    public void BeginTransaction() => _transactionLeft = _limits.GasPerTransaction;

    public void BeginCall()
    {
        _limit = Math.Min(_limits.GasPerCall, Math.Min(_transactionLeft, _blockLeft));
        Meter.Begin(_limit, _limits.MemoryPerCall, _limits.StackPerCall);
    }

    /// <summary>Ends the call.</summary>
    /// <param name="failed">Whether an exception ended it.</param>
    /// <returns>The gas that it used.</returns>
    public ulong EndCall(bool failed)
    {
        var used = Meter.GasUsed;
        if (failed)
        {
            used += GasSchedule.Failure + (GasSchedule.FailurePerStackByte * Meter.StackUsed);
        }

        used = Math.Min(used, _limit);
        _transactionLeft -= used;
        _blockLeft -= used;
        return (ulong)used;
    }

    /// <summary>Why the meter ended the call, or null when it did not.</summary>
    public CallFailure? Failure => Meter.Exhausted switch
    {
        MeterLimit.None => null,
        MeterLimit.Gas => Beyond(GasLimit),
        MeterLimit.Memory => Beyond($"{_limits.MemoryPerCall} bytes of memory in a call"),
        _ => Beyond($"{_limits.StackPerCall} bytes of stack in a call"),
    };

    private string GasLimit =>
        _limits.GasPerCall == _limit ? $"{_limits.GasPerCall} gas in a call"
        : _transactionLeft == _limit ? $"{_limits.GasPerTransaction} gas in a transaction"
        : $"{_limits.GasPerBlock} gas in a block";

    private static CallFailure Beyond(string limit) =>
        new(ReceiptStatus.OutOfResources, $"the limit is {limit}");
}
