using System.Buffers.Binary;
using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// The bytes of one message, however many nodes get them. Verification is a function of bytes, epoch and peer, so its
/// outcome is kept and the next receiver in the same epoch need not compute it again.
/// </summary>
internal sealed class WireMessage(MessageKind kind, ReadOnlyMemory<byte> bytes)
{
    private Digest _epoch;
    private ReplicaId _peer;
    private bool _isJudged;
    private VerifiedMessage? _verified;

    /// <summary>Of the message, or what garbage pretends to be.</summary>
    public MessageKind Kind { get; } = kind;

    /// <summary>As sent.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <summary>The view of a PRE-PREPARE, PREPARE or COMMIT; 0 of others.</summary>
    public ulong VoteView => VoteField(0);

    /// <summary>The height of a PRE-PREPARE, PREPARE or COMMIT; 0 of others.</summary>
    public ulong VoteHeight => VoteField(8);

    /// <summary>What the production verifier of the epoch says; null when it refuses.</summary>
    public VerifiedMessage? Verify(VerifierPool verifiers, Epoch epoch, ReplicaId peer)
    {
        if (!_isJudged || _epoch != epoch.Id || _peer != peer)
        {
            _verified = verifiers.Of(epoch).TryVerify(Bytes, peer, out _);
            (_isJudged, _epoch, _peer) = (true, epoch.Id, peer);
        }

        return _verified;
    }

    // Read in place, without the cost of decoding: kind, sender and length of the body stand before view and height.
    private ulong VoteField(int offset)
    {
        const int BodyOffset = 1 + 2 + 4;
        return Kind <= MessageKind.Commit && Bytes.Length >= BodyOffset + 16
            ? BinaryPrimitives.ReadUInt64LittleEndian(Bytes.Span[(BodyOffset + offset)..])
            : 0;
    }
}
