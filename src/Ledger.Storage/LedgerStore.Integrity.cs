using Ledger.Storage.Integrity;
using Ledger.Storage.Interop;
using Ledger.Storage.Tree;

namespace Ledger.Storage;

/// <content>Reading everything, to find damage.</content>
public sealed partial class LedgerStore
{
    private const int ProgressEvery = 10_000;

    /// <summary>
    /// Reads every byte of every table file with its checksums, every entry of every column family, and the whole state
    /// tree against the head's state root and the stored values. Does not look at what blocks mean. For a store opened
    /// with <see cref="OpenReadOnly"/>.
    /// </summary>
    /// <param name="progress">Hears at each part, and every 10,000 entries; null for nobody.</param>
    /// <returns>What was read.</returns>
    /// <exception cref="StorageException">
    /// Damage; names the column family and the last good key before it, or the file.
    /// </exception>
    public IntegrityProgress VerifyIntegrity(IProgress<IntegrityProgress>? progress = null)
    {
        var read = default(IntegrityProgress);
        for (var i = 0; i < ColumnFamilies.Names.Count; i++)
        {
            read = VerifyFamily((ColumnFamily)i, read, progress);
        }

        foreach (var (file, family) in _database.TableFiles())
        {
            try
            {
                VerifyTableFile(Path.Combine(_directory, file), family);
            }
            catch (StorageException failure) when (failure.InnerException is FileNotFoundException && !IsLive(file))
            {
                // On an open store a compaction retired the file meanwhile; its entries were read above.
            }
        }

        read = read with { Part = "state tree" };
        progress?.Report(read);
        VerifyStateTree();
        return read;
    }

    private bool IsLive(string file)
    {
        foreach (var (live, _) in _database.TableFiles())
        {
            if (live == file)
            {
                return true;
            }
        }

        return false;
    }

    private static void VerifyTableFile(string file, string family)
    {
        try
        {
            if (!TableFileCheck.IsIntact(file))
            {
                throw new StorageException(
                    StorageFailure.Damaged,
                    $"Column family {family} is damaged: table file {file}, outside its entries.");
            }
        }
        catch (IOException failure)
        {
            throw new StorageException(StorageFailure.InputOutput, $"Cannot read {file}: {failure.Message}", failure);
        }
    }

    private IntegrityProgress VerifyFamily(
        ColumnFamily family, IntegrityProgress read, IProgress<IntegrityProgress>? progress)
    {
        var name = ColumnFamilies.Names[(int)family];
        var (entries, bytes) = (read.Entries, read.Bytes);
        progress?.Report(new IntegrityProgress(name, entries, bytes));
        byte[]? last = null;
        try
        {
            using var iterator = _database.Iterate(family, default, fillCache: false);
            for (; iterator.Valid; iterator.Next())
            {
                entries++;
                bytes += iterator.Key.Length + iterator.Value.Length;
                last = iterator.Key.ToArray();
                if (entries % ProgressEvery == 0)
                {
                    progress?.Report(new IntegrityProgress(name, entries, bytes));
                }
            }
        }
        catch (StorageException failure)
        {
            var place = last == null ? "at its first key" : $"after key {Convert.ToHexStringLower(last)}";
            throw new StorageException(
                failure.Failure, $"Column family {name} is damaged {place}: {failure.Message}", failure);
        }

        return new IntegrityProgress(name, entries, bytes);
    }

    /// <summary>
    /// Each node has the hash its parent names; each stored value has its leaf; there are no other leaves.
    /// </summary>
    private void VerifyStateTree()
    {
        var (snapshot, head) = TakeSnapshot();
        using var held = snapshot;
        var source = new CommittedSource(this, head.Tree, snapshot);
        var root = head.Tree.Root;
        var leaves = TreeWalk.CountLeaves(source, root, NodeKey.Root);
        var count = leaves;
        using var paths = _database.Iterate(ColumnFamily.Paths, default, snapshot);
        using var iterator = IterateState(default, snapshot);
        for (; iterator.Valid; iterator.Next())
        {
            var path = PathOf(iterator.Key);
            var expected = new TreeLeaf(path, Sha256.Of(StateRecord.Value(iterator.Value)));
            using var key = _database.Get(ColumnFamily.Paths, path.AsSpan(), snapshot);
            if (TreeWalk.Follow(source, root, path, null) != expected || !key.Span.SequenceEqual(iterator.Key))
            {
                throw new StorageException(
                    StorageFailure.Damaged,
                    $"Column family state is damaged: key {Convert.ToHexStringLower(iterator.Key)} " +
                    "is not what the state root says.");
            }

            leaves--;
        }

        if (leaves != 0)
        {
            throw new StorageException(
                StorageFailure.Damaged, $"Column family state has lost {leaves} keys of the state tree.");
        }

        for (; paths.Valid; paths.Next())
        {
            count--;
        }

        if (count != 0)
        {
            throw new StorageException(
                StorageFailure.Damaged, "Column family paths has keys that the state tree does not have.");
        }
    }
}
