using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <summary>
/// One slot of a market. Rules, timetable and participants are those at opening: who joins later neither trades in the
/// slot nor is settled for it.
/// </summary>
public sealed class SlotRecord : IRecord<SlotRecord>
{
    /// <summary>One of <see cref="SlotPhase"/>, as the last call left it.</summary>
    public required int Phase { get; set; }

    /// <summary>Rules of the market.</summary>
    public required MarketRules Rules { get; init; }

    /// <summary>When phases change.</summary>
    public required Timetable Timetable { get; init; }

    /// <summary>Number of participants when the slot was opened: those of smaller index take part.</summary>
    public required int Participants { get; init; }

    /// <summary>Orders accepted so far, cancelled ones included, and so the sequence of the next one.</summary>
    public int Orders { get; set; }

    /// <summary>Traded Wh; of an open slot what a continuous auction traded so far.</summary>
    public long ClearedWh { get; set; }

    /// <summary>Whether everyone trades at one price.</summary>
    public bool HasPrice { get; set; }

    /// <summary>The uniform price in µ¤/kWh.</summary>
    public long PriceMicro { get; set; }

    /// <summary>Lower end of the price interval.</summary>
    public long LowMicro { get; set; }

    /// <summary>Upper end of the price interval.</summary>
    public long HighMicro { get; set; }

    /// <summary>Welfare in n¤ at the limit prices.</summary>
    public Int128 WelfareNano { get; set; }

    /// <summary>What buyers pay more than sellers receive, in n¤; negative when the operator pays in.</summary>
    public long SurplusNano { get; set; }

    /// <summary>What the grid supervisor sells at the fixed price, in Wh; negative when it buys.</summary>
    public long SupervisorSellsWh { get; set; }

    /// <summary>Number of orders with a fill.</summary>
    public int Fills { get; set; }

    /// <summary>Number of pairs of buyer and seller; of an open slot trades of a continuous auction so far.</summary>
    public int Pairs { get; set; }

    /// <summary>How often the auction ran until the feeder bore its result.</summary>
    public int Rounds { get; set; }

    /// <summary>The limits that bind, by name (M7).</summary>
    public string[] Binding { get; set; } = new string[0];

    /// <summary>Sessions of the same microgrid that were opened for the slot.</summary>
    public string[] Sessions { get; set; } = new string[0];

    /// <summary>The parent that was asked to match what was left; empty when none was.</summary>
    public string SentTo { get; set; } = "";

    /// <summary>The markets whose orders came up to this one.</summary>
    public string[] Sources { get; set; } = new string[0];

    /// <summary>Why the slot is disputed, or was; empty otherwise.</summary>
    public string Dispute { get; set; } = "";

    /// <inheritdoc/>
    public static SlotRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new SlotRecord
        {
            Phase = reader.Int(),
            Rules = MarketRules.Decode(reader),
            Timetable = Timetable.Decode(reader),
            Participants = reader.Int(),
            Orders = reader.Int(),
            ClearedWh = reader.Long(),
            HasPrice = reader.Bool(),
            PriceMicro = reader.Long(),
            LowMicro = reader.Long(),
            HighMicro = reader.Long(),
            WelfareNano = reader.Int128(),
            SurplusNano = reader.Long(),
            SupervisorSellsWh = reader.Long(),
            Fills = reader.Int(),
            Pairs = reader.Int(),
            Rounds = reader.Int(),
            Binding = reader.Texts(),
            Sessions = reader.Texts(),
            SentTo = reader.Text(),
            Sources = reader.Texts(),
            Dispute = reader.Text(),
        };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer)
    {
        writer.Int(2).Int(Phase);
        Rules.Encode(writer);
        Timetable.Encode(writer);
        writer
            .Int(Participants)
            .Int(Orders)
            .Long(ClearedWh)
            .Bool(HasPrice)
            .Long(PriceMicro)
            .Long(LowMicro)
            .Long(HighMicro)
            .Int128(WelfareNano)
            .Long(SurplusNano)
            .Long(SupervisorSellsWh)
            .Int(Fills)
            .Int(Pairs)
            .Int(Rounds)
            .Texts(Binding)
            .Texts(Sessions)
            .Text(SentTo)
            .Texts(Sources)
            .Text(Dispute);
    }

    /// <summary>Forgets the result of clearing.</summary>
    public void ForgetResult()
    {
        ClearedWh = 0;
        HasPrice = false;
        PriceMicro = 0;
        LowMicro = 0;
        HighMicro = 0;
        WelfareNano = 0;
        SurplusNano = 0;
        SupervisorSellsWh = 0;
        Fills = 0;
        Pairs = 0;
        Rounds = 0;
        Binding = new string[0];
    }
}
