using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// The state after a batch that is not stored yet: its writes above another state. What it reads never changes.
/// </summary>
internal sealed class PendingState : IStateView
{
    private IStateView _below;
    private readonly Dictionary<byte[], byte[]?> _values = new(BytesComparer.Instance);
    private readonly Dictionary<byte[], byte[]?>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    /// <summary>Stages writes.</summary>
    /// <param name="below">The state before.</param>
    /// <param name="root">Its root.</param>
    /// <param name="writes">By ascending key.</param>
    public PendingState(IStateView below, Digest root, IReadOnlyList<StateWrite> writes)
    {
        _below = below;
        _lookup = _values.GetAlternateLookup<ReadOnlySpan<byte>>();
        Writes = writes;
        for (var i = 0; i < writes.Count; i++)
        {
            var write = writes[i];
            root = StateAccumulator.Replace(root, write.Key, below.Get(write.Key), write.Value);
            _values[write.Key] = write.Value;
        }

        Root = root;
    }

    /// <summary>What the batch wrote.</summary>
    public IReadOnlyList<StateWrite> Writes { get; }

    /// <summary>The root after the batch.</summary>
    public Digest Root { get; }

    /// <summary>The state below is stored: reads go there directly from now on, with the same values.</summary>
    public void Rebase(IStateView below) => _below = below;

    /// <inheritdoc/>
    public byte[]? Get(ReadOnlySpan<byte> key) => _lookup.TryGetValue(key, out var value) ? value : _below.Get(key);

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<byte[], byte[]>> Scan(ReadOnlyMemory<byte> prefix)
    {
        var merged = new SortedDictionary<byte[], byte[]>(
            Comparer<byte[]>.Create(static (x, y) => x.AsSpan().SequenceCompareTo(y)));
        foreach (var (key, value) in _below.Scan(prefix))
        {
            merged[key] = value;
        }

        foreach (var (key, value) in _values)
        {
            if (!key.AsSpan().StartsWith(prefix.Span))
            {
                continue;
            }

            if (value == null)
            {
                merged.Remove(key);
            }
            else
            {
                merged[key] = value;
            }
        }

        return merged;
    }
}
