namespace Ledger.Contracts.Settlement;

/// <summary>Outcome of <see cref="Imbalance"/>; arrays in the order of the input. Immutable.</summary>
public sealed class ImbalanceResult
{
    /// <summary>Names every property; the arrays must not change any more.</summary>
    public ImbalanceResult(
        Int128 systemWh, long longPriceMicro, long shortPriceMicro, long[] deviationsWh, Int128[] amountsNano,
            Int128 supervisorNano)
    {
        SystemWh = systemWh;
        LongPriceMicro = longPriceMicro;
        ShortPriceMicro = shortPriceMicro;
        DeviationsWh = deviationsWh;
        AmountsNano = amountsNano;
        SupervisorNano = supervisorNano;
    }

    /// <summary>Sum of the deviations in Wh: negative = short, positive = long.</summary>
    public Int128 SystemWh { get; }

    /// <summary>Price of positive deviations, µ¤/kWh.</summary>
    public long LongPriceMicro { get; }

    /// <summary>Price of negative deviations, µ¤/kWh.</summary>
    public long ShortPriceMicro { get; }

    /// <summary>Wh, metered minus contracted.</summary>
    public long[] DeviationsWh { get; }

    /// <summary>n¤, positive = receives.</summary>
    public Int128[] AmountsNano { get; }

    /// <summary>n¤ of the grid supervisor: minus the sum of the amounts.</summary>
    public Int128 SupervisorNano { get; }
}
