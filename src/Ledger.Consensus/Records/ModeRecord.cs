using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// The view a replica is in, or asks for when not active, in the epoch above a base. Layout: base u64, view u64, active bool.
/// </summary>
internal sealed record ModeRecord(SequenceNumber Base, ViewNumber View, bool Active)
{
    public byte[] Encode() => new CanonicalWriter(17).U64(Base.Value).U64(View.Value).Bool(Active).ToArray();

    public static ModeRecord? TryDecode(ReadOnlySpan<byte> bytes)
    {
        var reader = new CanonicalReader(bytes);
        var record = new ModeRecord(
            new SequenceNumber(reader.U64()), new ViewNumber(reader.U64()), reader.Bool());
        return reader.IsComplete ? record : null;
    }
}
