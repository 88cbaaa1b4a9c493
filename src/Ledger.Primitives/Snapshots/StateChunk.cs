namespace Ledger.Primitives;

/// <summary>
/// All entries of one part of a world state, and the hashes that prove them, and that they are all, under the state
/// root of a certified header. For one root and prefix there is exactly one chunk that verifies. Immutable; thread
/// safe.
/// </summary>
/// <remarks>
/// The proof runs from the root towards the prefix and stops there, or earlier, above a subtree with at most one key:
/// such a subtree is empty or is that key's leaf, which may lie outside of the prefix (<see cref="OtherLeafPath"/>).
/// Encoded: version u8 = 1; prefix (<see cref="StatePrefix"/>); count and siblings, 32 each; bool, then path and value
/// hash of the other leaf, 32 each; count, then key and value of each entry, each behind a length.
/// </remarks>
public sealed class StateChunk
{
    /// <summary>
    /// Longest encoded chunk, in bytes: 8 MiB less 64 KiB, which leave room for the message around it. Three of the
    /// longest values fit.
    /// </summary>
    public const int SizeMax = (8 * 1024 * 1024) - (64 * 1024);

    /// <summary>What a server aims at when it chooses a depth, in encoded bytes.</summary>
    public const int SizeTarget = 1024 * 1024;

    /// <summary>Most entries in a chunk.</summary>
    public const int EntriesMax = 65_536;

    /// <summary>Room for entries in any chunk, whatever its proof: see <see cref="SizeOf"/>.</summary>
    public const int EntriesSizeMax = SizeMax - 1 - StatePrefix.Size - 4 - (StateTree.DepthMax * Digest.Size) - 65 - 4;

    private const byte Version = 1;

    private readonly StateLeaf[] _leaves;
    private readonly Digest _otherValueHash;

    private StateChunk(
        StatePrefix prefix, IReadOnlyList<Digest> siblings, StateLeaf? other, IReadOnlyList<SnapshotEntry> entries)
    {
        Prefix = prefix;
        Siblings = siblings;
        OtherLeafPath = other?.Path;
        _otherValueHash = other?.ValueHash ?? Digest.Zero;
        Entries = entries;
        _leaves = new StateLeaf[entries.Count];
        for (var i = 0; i < _leaves.Length; i++)
        {
            _leaves[i] = StateLeaf.Of(entries[i]);
        }
    }

    /// <summary>Which part.</summary>
    public StatePrefix Prefix { get; }

    /// <summary>Hash of the other subtree at each level, root first.</summary>
    public IReadOnlyList<Digest> Siblings { get; }

    /// <summary>The only key above the prefix's depth on the way to it, when it lies outside; otherwise null.</summary>
    public Digest? OtherLeafPath { get; }

    /// <summary>Ascending by path, not by key.</summary>
    public IReadOnlyList<SnapshotEntry> Entries { get; }

    /// <summary>Bytes that an entry takes in a chunk.</summary>
    public static int SizeOf(int keySize, int valueSize) => 8 + keySize + valueSize;

    /// <summary>Makes a chunk; for who has the tree.</summary>
    /// <param name="prefix">Which part.</param>
    /// <param name="siblings">Root first, down to the prefix or to a subtree with at most one key.</param>
    /// <param name="otherLeaf">Path and value hash of that key, when it lies outside of the prefix.</param>
    /// <param name="entries">All entries of the part, ascending by path.</param>
    /// <exception cref="ArgumentException">They cannot be a chunk.</exception>
    public static StateChunk Create(
        StatePrefix prefix,
        IReadOnlyList<Digest> siblings,
        (Digest Path, Digest ValueHash)? otherLeaf,
        IReadOnlyList<SnapshotEntry> entries)
    {
        var size = 0L;
        for (var i = 0; i < entries.Count; i++)
        {
            size += SizeOf(entries[i].Key.Length, entries[i].Value.Length);
        }

        StateLeaf? other = otherLeaf is { } leaf ? new StateLeaf(leaf.Path, leaf.ValueHash) : null;
        var chunk = new StateChunk(prefix, siblings, other, entries);
        return size <= EntriesSizeMax && entries.Count <= EntriesMax && chunk.IsWellFormed()
            ? chunk
            : throw new ArgumentException($"these entries and hashes are no chunk of {prefix}", nameof(entries));
    }

    /// <summary>Reads a chunk; whether it is true is another question (<see cref="Verify"/>).</summary>
    /// <returns>Null when the bytes are not exactly one well-formed chunk.</returns>
    public static StateChunk? TryDecode(ReadOnlySpan<byte> bytes)
    {
        var reader = new CanonicalReader(bytes.Length <= SizeMax ? bytes : default);
        var version = reader.U8();
        var prefix = StatePrefix.Decode(ref reader);
        var siblings = new Digest[reader.Count(Digest.Size, StateTree.DepthMax)];
        for (var i = 0; i < siblings.Length; i++)
        {
            siblings[i] = reader.Digest();
        }

        StateLeaf? other = reader.Bool() ? new StateLeaf(reader.Digest(), reader.Digest()) : null;
        var entries = new SnapshotEntry[reader.Count(8, EntriesMax)];
        var size = 0;
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = new SnapshotEntry(
                reader.Bytes(IStateView.KeySizeMax).ToArray(), reader.Bytes(IStateView.ValueSizeMax).ToArray());
            size += SizeOf(entries[i].Key.Length, entries[i].Value.Length);
        }

        if (!reader.IsComplete || version != Version || size > EntriesSizeMax)
        {
            return null;
        }

        var chunk = new StateChunk(prefix, siblings, other, entries);
        return chunk.IsWellFormed() ? chunk : null;
    }

    /// <summary>The chunk's bytes, at most <see cref="SizeMax"/>.</summary>
    public byte[] Encode()
    {
        var writer = Prefix.Encode(new CanonicalWriter(4096).U8(Version)).Count(Siblings.Count);
        foreach (var sibling in Siblings)
        {
            writer.Digest(sibling);
        }

        writer.Bool(OtherLeafPath != null);
        if (OtherLeafPath is { } path)
        {
            writer.Digest(path).Digest(_otherValueHash);
        }

        writer.Count(Entries.Count);
        for (var i = 0; i < Entries.Count; i++)
        {
            writer.Bytes(Entries[i].Key).Bytes(Entries[i].Value);
        }

        return writer.ToArray();
    }

    /// <summary>
    /// Whether the state with this root holds exactly these entries below the prefix. Pure; hashes each entry.
    /// </summary>
    public bool Verify(Digest root)
    {
        var hash = OtherLeafPath is { } path
            ? StateTree.LeafHash(path, _otherValueHash)
            : StateLeaf.SubtreeHash(_leaves, Siblings.Count);
        for (var depth = Siblings.Count - 1; depth >= 0; depth--)
        {
            hash = Prefix.Path.Bit(depth) == 0
                ? MerkleTree.NodeHash(hash, Siblings[depth])
                : MerkleTree.NodeHash(Siblings[depth], hash);
        }

        return hash == root;
    }

    private bool IsWellFormed()
    {
        // A proof that stops above the prefix stops at a subtree with at most one key.
        if (Siblings.Count > Prefix.Depth || (Siblings.Count < Prefix.Depth && Entries.Count > 1))
        {
            return false;
        }

        // That one key stands on the way to the prefix, and beside it.
        if (OtherLeafPath is { } other &&
            (Entries.Count != 0 || Prefix.Contains(other) ||
            !StatePrefix.SharesBits(Prefix.Path, other, Siblings.Count)))
        {
            return false;
        }

        for (var i = 0; i < _leaves.Length; i++)
        {
            if (!Prefix.Contains(_leaves[i].Path) ||
                (i > 0 && _leaves[i - 1].Path.CompareTo(_leaves[i].Path) >= 0) ||
                Entries[i].Key.Length > IStateView.KeySizeMax || Entries[i].Value.Length > IStateView.ValueSizeMax)
            {
                return false;
            }
        }

        return true;
    }
}
