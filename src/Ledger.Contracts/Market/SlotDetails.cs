using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <summary>Names around a slot. Immutable.</summary>
public sealed class SlotDetails
{
    private SlotDetails(string mechanism, string sentTo, string dispute, string[] sessions, string[] sources)
    {
        Mechanism = mechanism;
        SentTo = sentTo;
        Dispute = dispute;
        Sessions = sessions;
        Sources = sources;
    }

    /// <summary>The mechanism.</summary>
    public string Mechanism { get; }

    /// <summary>The parent that matches the rest, or empty.</summary>
    public string SentTo { get; }

    /// <summary>Why the slot is or was disputed, or empty.</summary>
    public string Dispute { get; }

    /// <summary>Sessions of the same slot.</summary>
    public string[] Sessions { get; }

    /// <summary>Markets whose rest came up.</summary>
    public string[] Sources { get; }

    /// <summary>Reads the answer of <see cref="MarketContract.Details"/>.</summary>
    public static SlotDetails Of(byte[] details)
    {
        var reader = new RecordReader(details);
        return new SlotDetails(reader.Text(), reader.Text(), reader.Text(), reader.Texts(), reader.Texts());
    }
}
