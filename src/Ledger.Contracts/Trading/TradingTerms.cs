using Ledger.Chaincode;

namespace Ledger.Contracts.Trading;

/// <summary>The terms on which a local distributor backs the trades of a microgrid (M13, M14). Immutable.</summary>
public sealed class TradingTerms : IRecord<TradingTerms>
{
    /// <summary>The distributor.</summary>
    public required string Lpd { get; init; }

    /// <summary>The grid operator.</summary>
    public required string Dso { get; init; }

    /// <summary>What it charges for energy that a seller misses, µ¤/kWh.</summary>
    public required long BackupSellMicro { get; init; }

    /// <summary>What it pays for energy that a buyer leaves, µ¤/kWh.</summary>
    public required long BackupBuyMicro { get; init; }

    /// <summary>Collateral of either side in basis points of the trade's value, at full reliability.</summary>
    public required long CollateralBps { get; init; }

    /// <summary>Least collateral in n¤.</summary>
    public required long CollateralFloorNano { get; init; }

    /// <summary>Part of the path's transport fee that is raised within the microgrid, in basis points.</summary>
    public required long InsideFeeBps { get; init; }

    /// <inheritdoc/>
    public static TradingTerms Decode(RecordReader reader)
    {
        reader.Int();
        return new TradingTerms
        {
            Lpd = reader.Text(),
            Dso = reader.Text(),
            BackupSellMicro = reader.Long(),
            BackupBuyMicro = reader.Long(),
            CollateralBps = reader.Long(),
            CollateralFloorNano = reader.Long(),
            InsideFeeBps = reader.Long(),
        };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer
        .Int(1)
        .Text(Lpd)
        .Text(Dso)
        .Long(BackupSellMicro)
        .Long(BackupBuyMicro)
        .Long(CollateralBps)
        .Long(CollateralFloorNano)
        .Long(InsideFeeBps);
}
