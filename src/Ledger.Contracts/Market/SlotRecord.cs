using Ledger.Chaincode;
using Ledger.Contracts.Market.Auction;

namespace Ledger.Contracts.Market;

/// <summary>
/// One slot of a market. Rules and participants are those at opening: who joins later neither trades in the slot nor is
/// settled for it.
/// </summary>
public sealed class SlotRecord : IRecord<SlotRecord>
{
    /// <summary>One of <see cref="SlotPhase"/>.</summary>
    public required int Phase { get; set; }

    /// <summary>Rules of the auction.</summary>
    public required KdaRules Rules { get; init; }

    /// <summary>Number of participants when the slot was opened: those of smaller index take part.</summary>
    public required int Participants { get; init; }

    /// <summary>Orders accepted so far, cancelled ones included, and so the sequence of the next one.</summary>
    public int Orders { get; set; }

    /// <summary>Traded Wh.</summary>
    public long ClearedWh { get; set; }

    /// <summary>The uniform price in µ¤/kWh, when <see cref="ClearedWh"/> is positive.</summary>
    public long PriceMicro { get; set; }

    /// <summary>Lower end of the price interval.</summary>
    public long LowMicro { get; set; }

    /// <summary>Upper end of the price interval.</summary>
    public long HighMicro { get; set; }

    /// <summary>Welfare in n¤ at the limit prices.</summary>
    public Int128 WelfareNano { get; set; }

    /// <summary>Number of orders with a fill.</summary>
    public int Fills { get; set; }

    /// <inheritdoc/>
    public static SlotRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new SlotRecord
        {
            Phase = reader.Int(),
            Rules = new KdaRules(reader.Long(), reader.Long(), reader.Bool(), reader.Bool()),
            Participants = reader.Int(),
            Orders = reader.Int(),
            ClearedWh = reader.Long(),
            PriceMicro = reader.Long(),
            LowMicro = reader.Long(),
            HighMicro = reader.Long(),
            WelfareNano = reader.Int128(),
            Fills = reader.Int(),
        };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer
        .Int(1)
        .Int(Phase)
        .Long(Rules.Numerator)
        .Long(Rules.Denominator)
        .Bool(Rules.IsMarginalInterval)
        .Bool(Rules.IsProRata)
        .Int(Participants)
        .Int(Orders)
        .Long(ClearedWh)
        .Long(PriceMicro)
        .Long(LowMicro)
        .Long(HighMicro)
        .Int128(WelfareNano)
        .Int(Fills);
}
