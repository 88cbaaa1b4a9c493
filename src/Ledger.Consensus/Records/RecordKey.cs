using System.Buffers.Binary;
using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// Keys of persisted records: one letter, then for those of a height the height u64 big-endian (for evidence its number),
/// then for a batch its digest. A newer record of a height overwrites the older.
/// </summary>
internal static class RecordKey
{
    public const byte VoteLetter = (byte)'v';
    public const byte PreparedLetter = (byte)'p';
    public const byte BatchLetter = (byte)'b';
    public const byte ModeLetter = (byte)'m';
    public const byte ViewChangeLetter = (byte)'c';
    public const byte NewViewLetter = (byte)'n';
    public const byte StableLetter = (byte)'s';
    public const byte CheckpointLetter = (byte)'k';
    public const byte EvidenceLetter = (byte)'e';

    public static byte[] Vote(SequenceNumber height) => OfHeight(VoteLetter, height, 9);

    public static byte[] Prepared(SequenceNumber height) => OfHeight(PreparedLetter, height, 9);

    public static byte[] Mode() => [ModeLetter];

    public static byte[] ViewChange() => [ViewChangeLetter];

    public static byte[] NewView() => [NewViewLetter];

    public static byte[] Checkpoint() => [CheckpointLetter];

    public static byte[] Stable() => [StableLetter];

    /// <summary>Key of a record of evidence, by its number.</summary>
    public static byte[] Evidence(int number) => OfHeight(EvidenceLetter, new SequenceNumber((ulong)number), 9);

    /// <summary>Whether a record belongs to a height, and goes when that is stable.</summary>
    public static bool IsOfHeight(byte[] key) => key[0] is VoteLetter or PreparedLetter or BatchLetter;

    public static byte[] Batch(SequenceNumber height, Digest digest)
    {
        var key = OfHeight(BatchLetter, height, 9 + Digest.Size);
        digest.CopyTo(key.AsSpan(9));
        return key;
    }

    /// <summary>The height in a key of <see cref="Vote"/>, <see cref="Prepared"/> or <see cref="Batch"/>.</summary>
    public static SequenceNumber HeightOf(byte[] key) => new(BinaryPrimitives.ReadUInt64BigEndian(key.AsSpan(1)));

    private static byte[] OfHeight(byte letter, SequenceNumber height, int size)
    {
        var key = new byte[size];
        key[0] = letter;
        BinaryPrimitives.WriteUInt64BigEndian(key.AsSpan(1), height.Value);
        return key;
    }
}
