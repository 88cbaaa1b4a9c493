using Ledger.Primitives;

namespace Ledger.Client.Light;

/// <summary>
/// What a light node (L9) keeps on disk: all headers from a height on, and of the state the key ranges of its own area,
/// each with proofs under the newest header that was taken. A few files in one directory, no database: an embedded device
/// can have it. Headers are appended and synced; a range is replaced as a whole, so a crash leaves the one before. Every
/// read is checked against its header again. Not thread safe; one process at a time.
/// </summary>
public sealed class LightStore : IDisposable
{
    /// <summary>Most ranges of a store.</summary>
    public const int RangesMax = 256;

    private const string HeaderFile = "headers";
    private const string RangeSuffix = ".range";

    private readonly string _directory;
    private readonly LightHeaders _headers;
    private readonly SortedDictionary<Digest, LightEntries> _ranges = [];

    private LightStore(string directory, LightHeaders headers)
    {
        _directory = directory;
        _headers = headers;
    }

    /// <summary>Height of the first header that is kept.</summary>
    public SequenceNumber First => _headers.First;

    /// <summary>The newest header, or null before the first synchronisation.</summary>
    public BlockHeader? Head => _headers.Last;

    /// <summary>The ranges that are kept, with the header that each stands under and how many keys it has.</summary>
    public IReadOnlyList<(LightRange Range, BlockHeader Header, int Keys)> Ranges =>
        [.. _ranges.Values.Select(r => (r.Range, r.Header, r.Values.Count))];

    /// <summary>Opens the store of a chain, or begins one.</summary>
    /// <param name="directory">Its directory; made when missing.</param>
    /// <param name="chainId">The chain.</param>
    /// <param name="first">First height of a store that is begun.</param>
    /// <exception cref="LedgerException">It belongs to another chain, or is damaged: delete it and synchronise anew.</exception>
    /// <exception cref="IOException">It cannot be read or written, or another process has it.</exception>
    public static LightStore Open(string directory, Digest chainId, SequenceNumber first = default)
    {
        Directory.CreateDirectory(directory);
        var headers = LightHeaders.Open(Path.Combine(directory, HeaderFile), chainId, first);
        try
        {
            var store = new LightStore(directory, headers);
            foreach (var path in Directory.EnumerateFiles(directory, "*" + RangeSuffix).Take(RangesMax))
            {
                var entries = LightEntries.TryDecode(File.ReadAllBytes(path))
                    ?? throw new LedgerException(LedgerError.Unproven, $"{path} is damaged; delete it and synchronise anew");
                store.RequireKept(entries);
                store._ranges[entries.Range.Id] = entries;
            }

            return store;
        }
        catch
        {
            headers.Dispose();
            throw;
        }
    }

    /// <summary>The header of a height, or null when it is not kept.</summary>
    public BlockHeader? Header(SequenceNumber height) => _headers.Find(height);

    /// <summary>
    /// The value of a key at the last synchronisation of its range, or that it was absent there.
    /// </summary>
    /// <returns>
    /// The range's header, and the proven value or null: that a key of the range is absent is the word of the f+1 validators
    /// whose list of keys was taken.
    /// </returns>
    /// <exception cref="LedgerException">NotFound: no range that is kept holds such keys.</exception>
    public (BlockHeader Header, ProvenValue? Value) Find(string contract, ReadOnlySpan<byte> key)
    {
        foreach (var entries in _ranges.Values)
        {
            if (entries.Range.Contains(contract, key))
            {
                return (entries.Header, entries.Values.GetValueOrDefault(Convert.ToHexStringLower(key)));
            }
        }

        throw new LedgerException(LedgerError.NotFound, $"this store keeps no such keys of contract {contract}");
    }

    /// <summary>Gives up a range that is no longer wanted.</summary>
    public void Drop(LightRange range)
    {
        if (_ranges.Remove(range.Id))
        {
            File.Delete(PathOf(range));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _headers.Dispose();

    internal void Append(IReadOnlyList<BlockHeader> headers) => _headers.Append(headers);

    internal void Put(LightEntries entries)
    {
        RequireKept(entries);
        if (!_ranges.ContainsKey(entries.Range.Id) && _ranges.Count == RangesMax)
        {
            throw new LedgerException(LedgerError.InvalidArgument, $"a light store keeps at most {RangesMax} ranges");
        }

        var path = PathOf(entries.Range);
        var temporary = path + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            file.Write(entries.Encode());
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        _ranges[entries.Range.Id] = entries;
    }

    private string PathOf(LightRange range) => Path.Combine(_directory, range.Id + RangeSuffix);

    // A range is as good as the header it stands under, which has to be one of this chain.
    private void RequireKept(LightEntries entries)
    {
        if (_headers.Find(entries.Header.Height)?.Hash != entries.Header.Hash)
        {
            throw new LedgerException(
                LedgerError.Unproven, $"a range stands under block {entries.Header.Height}, which is not among the headers");
        }
    }
}
