using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// A message whose form and every signature were checked: only <see cref="MessageVerifier"/> can make one, so the
/// replica cannot be handed anything else. Immutable.
/// </summary>
public sealed class VerifiedMessage
{
    internal VerifiedMessage(MessageKind kind, ReplicaId peer, ConsensusMessage content, ReadOnlyMemory<byte> bytes)
    {
        Kind = kind;
        Peer = peer;
        Content = content;
        Bytes = bytes;
    }

    /// <summary>For metrics.</summary>
    public MessageKind Kind { get; }

    /// <summary>Who delivered it; for all kinds but a new view also who signed it.</summary>
    public ReplicaId Peer { get; }

    /// <summary>As received.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    internal ConsensusMessage Content { get; }
}
