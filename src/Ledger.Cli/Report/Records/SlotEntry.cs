using Ledger.Client;

namespace Ledger.Cli.Report.Records;

/// <summary>A slot of a market, as the contract market keeps it. Immutable.</summary>
internal sealed record SlotEntry
{
    /// <summary>Names of the phases by their numbers.</summary>
    private static readonly string[] Names =
    [
        "not opened", "open", "closed", "cleared", "secured", "sealed", "delivered", "metered", "settled", "disputed", "final",
    ];

    /// <summary>From this phase on there is a result.</summary>
    public const int Cleared = 3;

    /// <summary>From this phase on the result is the schedule.</summary>
    public const int Sealed = 5;

    /// <summary>From this phase on there are bills.</summary>
    public const int Settled = 8;

    /// <summary>Somebody, or the feeder's sum, contradicts.</summary>
    public const int Disputed = 9;

    /// <summary>Start, seconds since 1970-01-01 UTC.</summary>
    public required long Slot { get; init; }

    /// <summary>The phase, as the last call left it.</summary>
    public required int Phase { get; init; }

    /// <summary>Rules at its opening.</summary>
    public required RulesEntry Rules { get; init; }

    /// <summary>Timetable at its opening.</summary>
    public required TimetableEntry Timetable { get; init; }

    /// <summary>Those of smaller index take part.</summary>
    public required int Participants { get; init; }

    /// <summary>Orders, cancelled ones included.</summary>
    public required int Orders { get; init; }

    /// <summary>Traded Wh.</summary>
    public required long ClearedWh { get; init; }

    /// <summary>The uniform price in µ¤/kWh; null when there is none.</summary>
    public required long? PriceMicro { get; init; }

    /// <summary>Lower end of the price interval.</summary>
    public required long LowMicro { get; init; }

    /// <summary>Upper end of the price interval.</summary>
    public required long HighMicro { get; init; }

    /// <summary>Welfare in n¤ at the limit prices.</summary>
    public required Int128 WelfareNano { get; init; }

    /// <summary>What buyers pay more than sellers receive.</summary>
    public required long SurplusNano { get; init; }

    /// <summary>What the grid supervisor sells.</summary>
    public required long SupervisorSellsWh { get; init; }

    /// <summary>Orders with a part of the trade.</summary>
    public required int Fills { get; init; }

    /// <summary>How often the auction ran.</summary>
    public required int Rounds { get; init; }

    /// <summary>Limits of the feeder that bind.</summary>
    public required IReadOnlyList<string> Binding { get; init; }

    /// <summary>Other sessions of the same slot.</summary>
    public required IReadOnlyList<string> Sessions { get; init; }

    /// <summary>The market that got the rest, or empty.</summary>
    public required string SentTo { get; init; }

    /// <summary>Why it is or was disputed, or empty.</summary>
    public required string Dispute { get; init; }

    /// <summary>The name of a phase.</summary>
    public static string NameOf(int phase) => phase >= 0 && phase < Names.Length ? Names[phase] : "unknown";

    /// <summary>Reads the market's record.</summary>
    public static SlotEntry Decode(long slot, byte[] record)
    {
        var reader = new ResultReader(record);
        RecordFormat.Require(reader.Int(), 2, "slots");
        var phase = reader.Int();
        var rules = RulesEntry.Decode(ref reader);
        var timetable = TimetableEntry.Decode(ref reader);
        var (participants, orders, cleared) = (reader.Int(), reader.Int(), reader.Long());
        var (hasPrice, price) = (reader.Bool(), reader.Long());
        var entry = new SlotEntry
        {
            Slot = slot,
            Phase = phase,
            Rules = rules,
            Timetable = timetable,
            Participants = participants,
            Orders = orders,
            ClearedWh = cleared,
            PriceMicro = hasPrice ? price : null,
            LowMicro = reader.Long(),
            HighMicro = reader.Long(),
            WelfareNano = reader.Int128(),
            SurplusNano = reader.Long(),
            SupervisorSellsWh = reader.Long(),
            Fills = reader.Int(),
            Rounds = Rounds(ref reader),
            Binding = reader.Texts(),
            Sessions = reader.Texts(),
            SentTo = reader.Text(),
            Dispute = Dispute(ref reader),
        };
        reader.End();
        return entry;

        // The number of pairs stands before the rounds, the sources before the dispute.
        static int Rounds(ref ResultReader reader)
        {
            reader.Int();
            return reader.Int();
        }

        static string Dispute(ref ResultReader reader)
        {
            reader.Texts();
            return reader.Text();
        }
    }
}
