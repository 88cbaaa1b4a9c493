using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>The view a replica is in, or asks for when not active. Layout: view u64, active bool.</summary>
internal sealed record ModeRecord(ViewNumber View, bool Active)
{
    public byte[] Encode() => new CanonicalWriter(9).U64(View.Value).Bool(Active).ToArray();

    public static ModeRecord? TryDecode(ReadOnlySpan<byte> bytes)
    {
        var reader = new CanonicalReader(bytes);
        var record = new ModeRecord(new ViewNumber(reader.U64()), reader.Bool());
        return reader.IsComplete ? record : null;
    }
}
