namespace Ledger.Contracts.Metering;

/// <summary>
/// Finds the meter that contradicts the feeder's sum (L12): weighted least squares over each meter's reading m (variance
/// v), what its history lets expect h (variance w), and the head meter's balance H = sum of x + losses. The estimate is x
/// = y + p (H - sum y) / (V + sum p) with p = v w / (v + w) and y = (m w + h v) / (v + w); the meter of the largest
/// normalised residual (m - x)^2 / Omega, Omega = v - p + p^2 / (V + sum p), is the suspicious one (Schweppe et al. 1970;
/// Abur and Exposito 2004, chapter 5). In integers: energies in mWh inside, quotients rounded toward zero. Pure.
/// </summary>
public static class StateEstimation
{
    /// <summary>A balance beyond so many standard deviations is a contradiction.</summary>
    public const long DeviationsMax = 3;

    private const long Scale = 1_000;
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
        Int128 variance = Square(Deviation(headWh, head.AccuracyBps));
        foreach (var drawn in drawnWh)
        {
            sum += drawn;
            moved += drawn < 0 ? -drawn : drawn;
            variance += Square(Deviation(drawn, head.AccuracyBps));
        }

        var loss = moved * head.LossBps / BasisPoints;
        variance += Square(loss / 2);
        var contradiction = headWh - sum - loss;
        return contradiction * contradiction <= DeviationsMax * DeviationsMax * variance
            ? -1
            : Largest(headWh - loss, drawnWh, expectedWh, capacityWh, head);
    }

    private static int Largest(
        Int128 balanceWh, long[] drawnWh, long[] expectedWh, long[] capacityWh, HeadMeter head)
    {
        var count = drawnWh.Length;
        var estimate = new Int128[count];
        var spread = new Int128[count];
        var total = Square(Deviation((long)balanceWh, head.AccuracyBps));
        var gap = balanceWh * Scale;
        for (var i = 0; i < count; i++)
        {
            var v = Square(Deviation(drawnWh[i], head.AccuracyBps));
            var w = Square((capacityWh[i] / 4) + 1);
            spread[i] = v * w / (v + w);
            estimate[i] = ((drawnWh[i] * w) + (expectedWh[i] * v)) * Scale / (v + w);
            total += spread[i];
            gap -= estimate[i];
        }

        var worst = -1;
        Int128 largest = -1;
        for (var i = 0; i < count; i++)
        {
            var v = Square(Deviation(drawnWh[i], head.AccuracyBps));
            var x = estimate[i] + (spread[i] * gap / total);
            var residual = (drawnWh[i] * Scale) - x;
            var omega = v - spread[i] + (spread[i] * spread[i] / total);
            var normalised = residual * residual / (omega < 1 ? 1 : omega);
            if (normalised > largest)
            {
                largest = normalised;
                worst = i;
            }
        }

        return worst;
    }

    private static Int128 Deviation(long wattHours, long accuracyBps) =>
        1 + ((Int128)(wattHours < 0 ? -wattHours : wattHours) * accuracyBps / BasisPoints);

    private static Int128 Square(Int128 value) => value * value;
}
