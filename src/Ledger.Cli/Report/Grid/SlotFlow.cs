namespace Ledger.Cli.Report.Grid;

/// <summary>Voltages and flows of a feeder in one slot, in the order of its buses and lines. Immutable.</summary>
/// <param name="Ppm">Voltage of each bus in ppm of the nominal one.</param>
/// <param name="MilliVolt">The same in mV.</param>
/// <param name="LineW">W through each line, positive from its beginning to its end; behind them the transformer.</param>
/// <param name="LossW">Estimated losses in W, rounded down line by line.</param>
internal sealed record SlotFlow(
    IReadOnlyList<long> Ppm, IReadOnlyList<long> MilliVolt, IReadOnlyList<long> LineW, long LossW)
{
    /// <summary>Load of a line in ppm of its limit, rounded down; null for a line without one.</summary>
    public long? LoadingPpm(int line, long limitVa) =>
        limitVa == 0 ? null : (long)((Int128)Math.Abs(LineW[line]) * 1_000_000 / limitVa);
}
