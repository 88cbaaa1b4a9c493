using Ledger.Client;

namespace Ledger.Cli.Report.Records;

/// <summary>A bilateral trade. Immutable.</summary>
internal sealed record TradeEntry
{
    /// <summary>Status of a trade that all have signed.</summary>
    public const string InForce = "in force";

    /// <summary>Status of one that was delivered and paid, or made good.</summary>
    public const string Settled = "settled";

    private static readonly string[] Names = ["being signed", InForce, Settled, "void"];

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The seller.</summary>
    public required string Seller { get; init; }

    /// <summary>The buyer.</summary>
    public required string Buyer { get; init; }

    /// <summary>The slot of delivery.</summary>
    public required long Slot { get; init; }

    /// <summary>The origin's number.</summary>
    public required int Origin { get; init; }

    /// <summary>Wh.</summary>
    public required long QuantityWh { get; init; }

    /// <summary>µ¤/kWh.</summary>
    public required long PriceMicro { get; init; }

    /// <summary>Transport fee in µ¤/kWh.</summary>
    public required long FeeMicro { get; init; }

    /// <summary>Where it stands.</summary>
    public required string Status { get; init; }

    /// <summary>Wh delivered.</summary>
    public required long DeliveredWh { get; init; }

    /// <summary>Wh taken.</summary>
    public required long AbsorbedWh { get; init; }

    /// <summary>How it ended.</summary>
    public required string Outcome { get; init; }

    /// <summary>Reads trading's record.</summary>
    public static TradeEntry Decode(string id, byte[] record)
    {
        var reader = new ResultReader(record);
        RecordFormat.Require(reader.Int(), 1, "trades");
        reader.Text();
        var (seller, buyer) = (reader.Text(), reader.Text());
        for (var i = 0; i < 5; i++)
        {
            // DSO, LPD, microgrid, both meters.
            reader.Text();
        }

        var (slot, origin, quantity, price, fee) =
            (reader.Long(), reader.Int(), reader.Long(), reader.Long(), reader.Long());
        for (var i = 0; i < 4; i++)
        {
            // Collateral of both, prices of the LPD.
            reader.Long();
        }

        reader.Int();
        var status = reader.Int();
        return new TradeEntry
        {
            Id = id,
            Seller = seller,
            Buyer = buyer,
            Slot = slot,
            Origin = origin,
            QuantityWh = quantity,
            PriceMicro = price,
            FeeMicro = fee,
            Status = status >= 0 && status < Names.Length ? Names[status] : "unknown",
            DeliveredWh = reader.Long(),
            AbsorbedWh = reader.Long(),
            Outcome = reader.Text(),
        };
    }
}
