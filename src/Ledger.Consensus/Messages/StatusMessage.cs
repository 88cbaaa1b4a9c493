using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// Where a replica stands. Body: kind u8, view u64, active bool, head u64, stable checkpoint u64, then a count and one
/// byte of <see cref="StatusFlags"/> for each height from head + 1 on.
/// </summary>
internal sealed record StatusMessage(
    ReplicaId Sender,
    ViewNumber View,
    bool Active,
    SequenceNumber Head,
    SequenceNumber Stable,
    ReadOnlyMemory<byte> Heights) : ConsensusMessage(Sender)
{
    /// <summary>Most heights reported, and so retransmitted, for one status.</summary>
    public const int HeightsMax = 16;

    public static byte[] EncodeBody(
        ViewNumber view, bool active, SequenceNumber head, SequenceNumber stable, ReadOnlySpan<byte> heights) =>
        new CanonicalWriter(64).U8((byte)MessageKind.Status).U64(view.Value).Bool(active).U64(head.Value)
            .U64(stable.Value).Bytes(heights).ToArray();

    public static StatusMessage? TryDecode(Envelope envelope)
    {
        var reader = new CanonicalReader(envelope.Body.Span);
        var kind = reader.U8();
        var view = new ViewNumber(reader.U64());
        var active = reader.Bool();
        var head = new SequenceNumber(reader.U64());
        var stable = new SequenceNumber(reader.U64());
        var heights = reader.Bytes(HeightsMax).ToArray();
        return reader.IsComplete && kind == (byte)MessageKind.Status
            ? new StatusMessage(envelope.Sender, view, active, head, stable, heights)
            : null;
    }
}
