namespace Ledger.Primitives;

/// <summary>
/// A whole state in memory, cut into chunks on demand: for small states, such as a simulator's. Immutable; thread safe.
/// </summary>
public sealed class StateEntrySet
{
    private readonly SnapshotEntry[] _entries;
    private readonly StateLeaf[] _leaves;

    /// <summary>Takes all entries of a state, in any order.</summary>
    /// <exception cref="ArgumentException">A key comes twice.</exception>
    public StateEntrySet(IEnumerable<SnapshotEntry> entries)
    {
        _entries = [.. entries];
        _leaves = new StateLeaf[_entries.Length];
        var paths = new Digest[_entries.Length];
        for (var i = 0; i < paths.Length; i++)
        {
            paths[i] = StateTree.PathOf(_entries[i].Key);
        }

        Array.Sort(paths, _entries);
        for (var i = 0; i < _leaves.Length; i++)
        {
            _leaves[i] = StateLeaf.Of(_entries[i]);
            Bytes += StateChunk.SizeOf(_entries[i].Key.Length, _entries[i].Value.Length);
            if (i > 0 && paths[i - 1] == paths[i])
            {
                throw new ArgumentException("a key comes twice", nameof(entries));
            }
        }

        Root = StateLeaf.SubtreeHash(_leaves, 0);
    }

    /// <summary>Root of the state tree.</summary>
    public Digest Root { get; }

    /// <summary>Number of entries.</summary>
    public int Count => _entries.Length;

    /// <summary>Bytes of all entries in chunks.</summary>
    public long Bytes { get; }

    /// <summary>The manifest under a header whose state this is.</summary>
    public SnapshotManifest Manifest(BlockHeader header, CommitCertificate certificate) =>
        new(header, certificate, Count, Bytes, SnapshotManifest.DepthFor(Count, Bytes));

    /// <summary>
    /// The chunk of a part or, when that is too large for one chunk, of the lowest part of it that is not.
    /// </summary>
    public StateChunk ReadChunk(StatePrefix prefix)
    {
        var (start, end) = Range(prefix);
        while (!FitsInOneChunk(start, end))
        {
            prefix = prefix.Child(0);
            (start, end) = Range(prefix);
        }

        var siblings = new List<Digest>();
        var (low, high) = (0, _leaves.Length);
        while (siblings.Count < prefix.Depth && high - low > 1)
        {
            var depth = siblings.Count;
            var ones = low + StateLeaf.FirstOne(_leaves.AsSpan(low, high - low), depth);
            var goesOne = prefix.Path.Bit(depth) == 1;
            var beside = goesOne ? _leaves.AsSpan(low..ones) : _leaves.AsSpan(ones..high);
            siblings.Add(StateLeaf.SubtreeHash(beside, depth + 1));
            (low, high) = goesOne ? (ones, high) : (low, ones);
        }

        (Digest, Digest)? other = high - low == 1 && !prefix.Contains(_leaves[low].Path)
            ? (_leaves[low].Path, _leaves[low].ValueHash)
            : null;
        return StateChunk.Create(prefix, siblings, other, _entries[start..end]);
    }

    private (int Start, int End) Range(StatePrefix prefix)
    {
        var (low, high) = (0, _leaves.Length);
        for (var depth = 0; depth < prefix.Depth && low < high; depth++)
        {
            // Leaves in the range share the bits above this depth, so they are parted by this one.
            var ones = low + StateLeaf.FirstOne(_leaves.AsSpan(low, high - low), depth);
            (low, high) = prefix.Path.Bit(depth) == 1 ? (ones, high) : (low, ones);
        }

        return (low, high);
    }

    private bool FitsInOneChunk(int start, int end)
    {
        var size = 0L;
        for (var i = start; i < end; i++)
        {
            size += StateChunk.SizeOf(_entries[i].Key.Length, _entries[i].Value.Length);
        }

        return size <= StateChunk.EntriesSizeMax && end - start <= StateChunk.EntriesMax;
    }
}
