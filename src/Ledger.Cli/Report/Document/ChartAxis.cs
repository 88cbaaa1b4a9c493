namespace Ledger.Cli.Report.Document;

/// <summary>
/// The value axis of a chart: from and to multiples of a step of 1, 2 or 5 times a power of ten, so that ticks are round; it
/// holds 0 where bars stand on it. Whole numbers throughout. Immutable.
/// </summary>
internal sealed record ChartAxis
{
    private const int StepsWanted = 5;

    private ChartAxis(Int128 low, Int128 high, Int128 step)
    {
        Low = low;
        High = high;
        Step = step;
    }

    /// <summary>Value at the lower end.</summary>
    public Int128 Low { get; }

    /// <summary>Value at the upper end, above <see cref="Low"/>.</summary>
    public Int128 High { get; }

    /// <summary>Between two ticks.</summary>
    public Int128 Step { get; }

    /// <summary>The axis for values between two bounds.</summary>
    public static ChartAxis For(Int128 least, Int128 most, bool fromZero)
    {
        least = fromZero && least > 0 ? 0 : least;
        most = fromZero && most < 0 ? 0 : most;
        var step = StepOf(Int128.Max(1, (most - least + StepsWanted - 1) / StepsWanted));
        var low = FloorTo(least, step);
        var high = -FloorTo(-most, step);
        return new ChartAxis(low, high == low ? low + step : high, step);
    }

    /// <summary>Distance from the upper end of an axis of so many units.</summary>
    public long Place(Int128 value, long length) => (long)((High - value) * length / (High - Low));

    private static Int128 StepOf(Int128 least)
    {
        Int128 power = 1;
        while (power * 10 <= least)
        {
            power *= 10;
        }

        return least <= power ? power : least <= 2 * power ? 2 * power : least <= 5 * power ? 5 * power : 10 * power;
    }

    private static Int128 FloorTo(Int128 value, Int128 step)
    {
        var quotient = value / step;
        return (value % step < 0 ? quotient - 1 : quotient) * step;
    }
}
