namespace Ledger.Storage.Tests;

/// <summary>A disk that fails before one of the writes of a piece of work.</summary>
internal static class FailingWrites
{
    private static readonly StorageException Full = new(StorageFailure.DiskFull, "no space left");

    /// <summary>Does the work on copies of a directory, stopped before its first write, its second, and so on.</summary>
    /// <param name="original">The directory; stays as it is.</param>
    /// <param name="work">What writes.</param>
    /// <param name="check">Sees each copy when its store is closed again, at last the one with the whole work.</param>
    /// <returns>How many copies there were.</returns>
    public static int BeforeEach(TestDirectory original, Action<LedgerStore> work, Action<TestDirectory> check)
    {
        var (finished, crash) = (false, 0);
        for (; !finished; crash++)
        {
            using var directory = original.Copy();
            var writes = crash;
            finished = TryDo(directory, work, () =>
            {
                if (writes-- == 0)
                {
                    throw Full;
                }
            });
            check(directory);
        }

        return crash;
    }

    /// <summary>Does the work on a directory; false when the disk failed.</summary>
    public static bool TryDo(TestDirectory directory, Action<LedgerStore> work, Action beforeWrite)
    {
        using var store = directory.Open(new StoreOptions { BeforeWrite = beforeWrite });
        try
        {
            work(store);
            return true;
        }
        catch (StorageException failure) when (failure.Failure == StorageFailure.DiskFull)
        {
            return false;
        }
    }
}
