namespace Ledger.Contracts.Settlement;

/// <summary>
/// Prices deviations d = metered - contracted (injection and sale positive) of all participants of a slot.
/// <c>single</c>: a short system pays and is paid the up price, a long one the down price. <c>dual</c>: only those who
/// add to the system's deviation get that price, the others the day-ahead price. A balanced system: all at day-ahead.
/// Amount = d x price, positive = receives. Pure and exact.
/// </summary>
public static class Imbalance
{
    /// <summary>Settles all deviations; the arrays have equal length.</summary>
    public static ImbalanceResult Settle(
        bool isDual, long dayAheadMicro, long upMicro, long downMicro, long[] contractedWh, long[] meteredWh)
    {
        var deviations = new long[contractedWh.Length];
        Int128 system = 0;
        for (var i = 0; i < deviations.Length; i++)
        {
            deviations[i] = meteredWh[i] - contractedWh[i];
            system += deviations[i];
        }

        var longPrice = dayAheadMicro;
        var shortPrice = dayAheadMicro;
        if (system < 0)
        {
            shortPrice = upMicro;
            longPrice = isDual ? dayAheadMicro : upMicro;
        }
        else if (system > 0)
        {
            longPrice = downMicro;
            shortPrice = isDual ? dayAheadMicro : downMicro;
        }

        var amounts = new Int128[deviations.Length];
        Int128 supervisor = 0;
        for (var i = 0; i < amounts.Length; i++)
        {
            amounts[i] = (Int128)deviations[i] * (deviations[i] > 0 ? longPrice : shortPrice);
            supervisor -= amounts[i];
        }

        return new ImbalanceResult(system, longPrice, shortPrice, deviations, amounts, supervisor);
    }
}
