using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>What this replica knows of a peer from its statuses, and what it has given it lately.</summary>
internal sealed class PeerState
{
    /// <summary>Last stored height that the peer claims; a claim until its blocks prove it.</summary>
    public SequenceNumber Head { get; set; }

    /// <summary>Replies since this replica's last status; bounds what a peer can ask of us.</summary>
    public int Replies { get; set; }

    /// <summary>Until then its claim is ignored: catching up from it failed.</summary>
    public long IgnoredUntil { get; set; } = long.MinValue;
}
