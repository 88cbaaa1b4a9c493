using Ledger.Primitives;
using Ledger.Storage;

namespace Ledger.Node.Audit;

/// <summary>Compares a ledger's state, proofs and history with what executing its blocks gave.</summary>
internal sealed class StateComparison
{
    private const ulong ProgressEvery = 1_000;

    private readonly LedgerStore _store;
    private readonly ChainReplay _replay;

    public StateComparison(LedgerStore store, ChainReplay replay)
    {
        _store = store;
        _replay = replay;
    }

    /// <summary>Entries found good.</summary>
    public ulong Entries { get; private set; }

    /// <summary>Versions of their history found good.</summary>
    public ulong Versions { get; private set; }

    /// <summary>The first difference in key order, or null.</summary>
    public string? Run(IProgress<AuditProgress>? progress, CancellationToken cancellation)
    {
        using var stored = _store.View(null).Scan(default).GetEnumerator();
        using var replayed = _replay.Scratch.View(null).Scan(default).GetEnumerator();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var (more, expected) = (stored.MoveNext(), replayed.MoveNext());
            if (!more && !expected)
            {
                return null;
            }

            if (more != expected || !stored.Current.Key.AsSpan().SequenceEqual(replayed.Current.Key))
            {
                return NameExtra(more ? stored.Current.Key : null, expected ? replayed.Current.Key : null);
            }

            if (CompareEntry(stored.Current, replayed.Current.Value) is { } difference)
            {
                return difference;
            }

            if (++Entries % ProgressEvery == 0)
            {
                progress?.Report(new AuditProgress(AuditPart.State, Entries, 0));
            }
        }
    }

    private static string NameExtra(byte[]? stored, byte[]? expected) =>
        stored != null && (expected == null || stored.AsSpan().SequenceCompareTo(expected) < 0)
            ? $"state: the key {KeyText.Describe(stored)} is there, and executing the chain does not give it"
            : $"state: the key {KeyText.Describe(expected)} is missing";

    private string? CompareEntry(KeyValuePair<byte[], byte[]> stored, byte[] expected)
    {
        var key = stored.Key;
        if (!stored.Value.AsSpan().SequenceEqual(expected))
        {
            return $"state: the value of {KeyText.Describe(key)} is {WriteDifference.Show(stored.Value)}, " +
                   $"executing the chain gives {WriteDifference.Show(expected)}";
        }

        var read = _store.ReadWithProof(key);
        return read.Proof.Verify(_store.StateRoot, key, read.Value)
            ? CompareHistory(key)
            : $"state tree: the proof of {KeyText.Describe(key)} does not lead to the certified root";
    }

    private string? CompareHistory(byte[] key)
    {
        if (!_replay.IsWhole)
        {
            return null;
        }

        using var stored = _store.History(key).GetEnumerator();
        using var expected = Kept(key, _replay.Scratch.History(key)).GetEnumerator();
        while (true)
        {
            var (more, wanted) = (stored.MoveNext(), expected.MoveNext());
            if (!more && !wanted)
            {
                return null;
            }

            if (more != wanted || stored.Current.Height != expected.Current.Height ||
                stored.Current.Index != expected.Current.Index ||
                !WriteDifference.Equal(stored.Current.Value, expected.Current.Value))
            {
                var at = wanted ? expected.Current.Height : stored.Current.Height;
                return $"height {at}: the history of {KeyText.Describe(key)} is not what executing the chain gives";
            }

            Versions++;
        }
    }

    /// <summary>
    /// Of a whole history what a ledger keeps that has pruned it, or began with a snapshot: that brought values without
    /// the places where they were written.
    /// </summary>
    private IEnumerable<(SequenceNumber Height, int Index, byte[]? Value)> Kept(
        byte[] key, IEnumerable<(SequenceNumber Height, int Index, byte[]? Value)> history)
    {
        var lowest = _store.LowestHistoryOf(key);
        (SequenceNumber Height, int Index, byte[]? Value)? older = null;
        foreach (var version in history)
        {
            if (lowest.Value > 0 && version.Height <= lowest)
            {
                older = version;
                continue;
            }

            if (older is { Value: not null } first)
            {
                yield return AsKept(first);
            }

            older = null;
            yield return version;
        }

        if (older is { Value: not null } last)
        {
            yield return AsKept(last);
        }
    }
    private (SequenceNumber Height, int Index, byte[]? Value) AsKept(
        (SequenceNumber Height, int Index, byte[]? Value) version) =>
        _store.SnapshotHeight >= version.Height && _store.SnapshotHeight.Value > 0
            ? (_store.SnapshotHeight, 0, version.Value)
            : version;
}
