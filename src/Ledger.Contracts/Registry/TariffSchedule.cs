using Ledger.Chaincode;

namespace Ledger.Contracts.Registry;

/// <summary>
/// The tariffs of one microgrid over time: three columns of equal length, ascending by the first slot of validity.
/// Immutable.
/// </summary>
public sealed class TariffSchedule : IRecord<TariffSchedule>
{
    /// <summary>Most tariffs of one microgrid; 24 bytes each.</summary>
    public const int TariffsMax = 1_000;

    private readonly long[] _validFromSlot;
    private readonly long[] _retailMicro;
    private readonly long[] _feedInMicro;

    private TariffSchedule(long[] validFromSlot, long[] retailMicro, long[] feedInMicro)
    {
        _validFromSlot = validFromSlot;
        _retailMicro = retailMicro;
        _feedInMicro = feedInMicro;
    }

    /// <summary>How many tariffs there are.</summary>
    public int Count => _validFromSlot.Length;

    /// <summary>A schedule without a tariff.</summary>
    public static TariffSchedule Empty() => new(new long[0], new long[0], new long[0]);

    /// <inheritdoc/>
    public static TariffSchedule Decode(RecordReader reader)
    {
        reader.Int();
        return new TariffSchedule(reader.Longs(), reader.Longs(), reader.Longs());
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) =>
        writer.Int(1).Longs(_validFromSlot).Longs(_retailMicro).Longs(_feedInMicro);

    /// <summary>Whether a tariff from this slot on would stand behind all others.</summary>
    public bool Precedes(long slot) => Count == 0 || _validFromSlot[Count - 1] < slot;

    /// <summary>The schedule with one more tariff at its end; <see cref="Precedes"/> holds for its slot.</summary>
    public TariffSchedule With(long validFromSlot, long retailMicro, long feedInMicro) => new(
        Append(_validFromSlot, validFromSlot), Append(_retailMicro, retailMicro), Append(_feedInMicro, feedInMicro));

    /// <summary>
    /// Retail price, feed-in price (µ¤/kWh) and first slot of the tariff in force, or an empty list before the first.
    /// </summary>
    public long[] At(long slot)
    {
        var i = Count - 1;
        while (i >= 0 && _validFromSlot[i] > slot)
        {
            i--;
        }

        return i < 0 ? new long[0] : new long[] { _retailMicro[i], _feedInMicro[i], _validFromSlot[i] };
    }

    private static long[] Append(long[] values, long value)
    {
        var longer = new long[values.Length + 1];
        for (var i = 0; i < values.Length; i++)
        {
            longer[i] = values[i];
        }

        longer[values.Length] = value;
        return longer;
    }
}
