using Ledger.Chaincode.Metering;

namespace Ledger.Runtime;

/// <summary>
/// The gas that a call may still use: its own limit, what its transaction and what its block have left. What a call
/// used stays used when the call is reverted. Not thread safe.
/// </summary>
internal sealed class CallLimits
{
    private readonly ExecutorOptions _options;
    private long _transactionLeft;
    private long _blockLeft;
    private long _limit;

    public CallLimits(ExecutorOptions options)
    {
        _options = options;
        _blockLeft = options.GasPerBlockMax;
    }

    public Meter Meter { get; } = new();

    public void BeginTransaction() => _transactionLeft = _options.GasPerTransactionMax;

    public void BeginCall()
    {
        _limit = Math.Min(_options.GasPerCallMax, Math.Min(_transactionLeft, _blockLeft));
        Meter.Begin(_limit, _options.MemoryPerCallMax, _options.StackPerCallMax);
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
        MeterLimit.Memory => Beyond($"{_options.MemoryPerCallMax} bytes of memory in a call"),
        _ => Beyond($"{_options.StackPerCallMax} bytes of stack in a call"),
    };

    private string GasLimit =>
        _options.GasPerCallMax == _limit ? $"{_options.GasPerCallMax} gas in a call"
        : _transactionLeft == _limit ? $"{_options.GasPerTransactionMax} gas in a transaction"
        : $"{_options.GasPerBlockMax} gas in a block";

    private static CallFailure Beyond(string limit) =>
        new(Ledger.Primitives.ReceiptStatus.OutOfResources, $"the limit is {limit}");
}
