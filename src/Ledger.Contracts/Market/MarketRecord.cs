using Ledger.Chaincode;
using Ledger.Contracts.Market.Auction;

namespace Ledger.Contracts.Market;

/// <summary>A market: who runs it, by which rules, how many take part. Its id is its microgrid's. Immutable.</summary>
public sealed class MarketRecord : IRecord<MarketRecord>
{
    /// <summary>Names every property.</summary>
    public MarketRecord(string organisation, KdaRules rules, int participants)
    {
        Organisation = organisation;
        Rules = rules;
        Participants = participants;
    }

    /// <summary>The organisation whose operators run the market.</summary>
    public string Organisation { get; }

    /// <summary>Rules of slots opened from now on.</summary>
    public KdaRules Rules { get; }

    /// <summary>Number of participants, and so the index of the next one.</summary>
    public int Participants { get; }

    /// <inheritdoc/>
    public static MarketRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new MarketRecord(
            reader.Text(), new KdaRules(reader.Long(), reader.Long(), reader.Bool(), reader.Bool()), reader.Int());
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer
        .Int(1)
        .Text(Organisation)
        .Long(Rules.Numerator)
        .Long(Rules.Denominator)
        .Bool(Rules.IsMarginalInterval)
        .Bool(Rules.IsProRata)
        .Int(Participants);
}
