using Ledger.Chaincode;

namespace Ledger.Contracts.Trading;

/// <summary>A bilateral offer of energy (M2). Its id stands in the key.</summary>
public sealed class OfferRecord : IRecord<OfferRecord>
{
    /// <summary>The seller.</summary>
    public required string Seller { get; init; }

    /// <summary>The only account that may take it; empty for everyone.</summary>
    public required string Counterparty { get; init; }

    /// <summary>The microgrid of the seller's asset.</summary>
    public required string Microgrid { get; init; }

    /// <summary>The slot of delivery.</summary>
    public required long Slot { get; init; }

    /// <summary>Where the energy comes from.</summary>
    public required int Origin { get; init; }

    /// <summary>Price in µ¤/kWh, not negative.</summary>
    public required long PriceMicro { get; init; }

    /// <summary>Least Wh of one take, unless it is all that is left.</summary>
    public required long LeastWh { get; init; }

    /// <summary>Ledger time in seconds at which it expires.</summary>
    public required long ExpiresAt { get; init; }

    /// <summary>Wh not taken yet.</summary>
    public required long LeftWh { get; set; }

    /// <summary>Whether it was withdrawn or is sold out.</summary>
    public bool IsClosed { get; set; }

    /// <inheritdoc/>
    public static OfferRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new OfferRecord
        {
            Seller = reader.Text(),
            Counterparty = reader.Text(),
            Microgrid = reader.Text(),
            Slot = reader.Long(),
            Origin = reader.Int(),
            PriceMicro = reader.Long(),
            LeastWh = reader.Long(),
            ExpiresAt = reader.Long(),
            LeftWh = reader.Long(),
            IsClosed = reader.Bool(),
        };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer
        .Int(1)
        .Text(Seller)
        .Text(Counterparty)
        .Text(Microgrid)
        .Long(Slot)
        .Int(Origin)
        .Long(PriceMicro)
        .Long(LeastWh)
        .Long(ExpiresAt)
        .Long(LeftWh)
        .Bool(IsClosed);
}
