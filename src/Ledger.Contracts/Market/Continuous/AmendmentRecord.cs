using Ledger.Chaincode;

namespace Ledger.Contracts.Market.Continuous;

/// <summary>
/// That an order of a continuous book got another sequence when it was amended, so that trades, which name sequences, can be
/// followed to the order. Its key is built of market, slot and the new sequence. Immutable.
/// </summary>
public sealed class AmendmentRecord : IRecord<AmendmentRecord>
{
    /// <summary>Names every property.</summary>
    public AmendmentRecord(int before, int after)
    {
        Before = before;
        After = after;
    }

    /// <summary>The sequence that the order had.</summary>
    public int Before { get; }

    /// <summary>The one that it has since, which is larger.</summary>
    public int After { get; }

    /// <inheritdoc/>
    public static AmendmentRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new AmendmentRecord(reader.Int(), reader.Int());
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer.Int(1).Int(Before).Int(After);
}
