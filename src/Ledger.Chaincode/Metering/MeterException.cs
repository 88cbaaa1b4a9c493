namespace Ledger.Chaincode.Metering;

/// <summary>
/// Leaves contract code when its meter has run out. What counts is <see cref="Meter.Exhausted"/>: library code on the
/// way may turn this exception into another one.
/// </summary>
internal sealed class MeterException : Exception
{
    public MeterException(MeterLimit limit)
        : base($"out of {limit}")
    {
    }
}
