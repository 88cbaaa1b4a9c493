using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// A message whose form and every signature were checked: only <see cref="MessageVerifier"/> can make one, so the
/// replica cannot be handed anything else. Immutable.
/// </summary>
public sealed class VerifiedMessage
{
    internal VerifiedMessage(
        MessageKind kind, ReplicaId peer, Epoch epoch, ConsensusMessage content, ReadOnlyMemory<byte> bytes)
    {
        Kind = kind;
        Peer = peer;
        Epoch = epoch;
        Content = content;
        Bytes = bytes;
    }

    /// <summary>For metrics.</summary>
    public MessageKind Kind { get; }

    /// <summary>Who delivered it; for all kinds but a new view also who signed it.</summary>
    public ReplicaId Peer { get; }

    /// <summary>The epoch whose membership vouches for it; the replica drops what is of another.</summary>
    public Epoch Epoch { get; }

    /// <summary>As received.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    internal ConsensusMessage Content { get; }
}
