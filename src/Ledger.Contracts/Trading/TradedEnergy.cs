using Ledger.Chaincode;

namespace Ledger.Contracts.Trading;

/// <summary>
/// What bilateral trades took of one account's reading of one slot, so that the spot market counts it as contracted.
/// </summary>
public sealed class TradedEnergy : IRecord<TradedEnergy>
{
    /// <summary>Wh sold and delivered.</summary>
    public long SoldWh { get; set; }

    /// <summary>Wh bought and absorbed.</summary>
    public long BoughtWh { get; set; }

    /// <summary>Trades in force that are not settled yet.</summary>
    public int Pending { get; set; }

    /// <inheritdoc/>
    public static TradedEnergy Decode(RecordReader reader)
    {
        reader.Int();
        return new TradedEnergy { SoldWh = reader.Long(), BoughtWh = reader.Long(), Pending = reader.Int() };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer.Int(1).Long(SoldWh).Long(BoughtWh).Int(Pending);
}
