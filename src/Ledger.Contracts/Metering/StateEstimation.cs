namespace Ledger.Contracts.Metering;

/// <summary>
/// Finds the meter that contradicts the feeder's sum (L12), by weighted residuals. What is measured: each meter's draw m
/// (its own accuracy), the draw h that its history lets expect (variance w), and the head meter's balance H = sum of draws
/// + losses. While the balance holds within three standard deviations all meters are believed. Else the suspicious one is
/// that whose elimination explains most: without it the balance gives m + c, c = H - losses - sum m, and the weighted sum
/// of squares changes by ((m - h)^2 - (m + c - h)^2) / w (identification by elimination, Monticelli 1999, chapter 8).
/// Quotients are rounded toward zero. Pure.
/// </summary>
public static class StateEstimation
{
    /// <summary>A balance beyond so many standard deviations is a contradiction.</summary>
    public const long DeviationsMax = 3;

    private const long Scale = 1_000_000;
    private const long BasisPoints = 10_000;

    /// <summary>Index of the suspicious meter, or -1 when the balance holds.</summary>
    /// <param name="headWh">Net draw at the head meter.</param>
    /// <param name="drawnWh">Net draw at each meter.</param>
    /// <param name="expectedWh">Net draw that its history lets expect.</param>
    /// <param name="capacityWh">Most that the asset moves in a slot; a quarter of it is the deviation of history.</param>
    /// <param name="head">Losses and accuracy.</param>
    public static int Suspicious(long headWh, long[] drawnWh, long[] expectedWh, long[] capacityWh, HeadMeter head)
    {
        Int128 sum = 0;
        Int128 moved = 0;
        var variance = Square(Deviation(headWh, head.AccuracyBps));
        foreach (var drawn in drawnWh)
        {
            sum += drawn;
            moved += drawn < 0 ? -drawn : drawn;
            variance += Square(Deviation(drawn, head.AccuracyBps));
        }

        var loss = moved * head.LossBps / BasisPoints;
        variance += Square(loss / 2);
        var contradiction = headWh - sum - loss;
        return Square(contradiction) <= Square(DeviationsMax) * variance
            ? -1
            : Eliminate(contradiction, drawnWh, expectedWh, capacityWh);
    }

    private static int Eliminate(Int128 contradiction, long[] drawnWh, long[] expectedWh, long[] capacityWh)
    {
        var worst = -1;
        Int128 largest = 0;
        for (var i = 0; i < drawnWh.Length; i++)
        {
            var residual = (Int128)drawnWh[i] - expectedWh[i];
            var gain = (Square(residual) - Square(residual + contradiction)) * Scale / Square((capacityWh[i] / 4) + 1);
            if (worst < 0 || gain > largest)
            {
                largest = gain;
                worst = i;
            }
        }

        return worst;
    }

    private static Int128 Deviation(long wattHours, long accuracyBps) =>
        1 + ((Int128)(wattHours < 0 ? -wattHours : wattHours) * accuracyBps / BasisPoints);

    private static Int128 Square(Int128 value) => value * value;
}
