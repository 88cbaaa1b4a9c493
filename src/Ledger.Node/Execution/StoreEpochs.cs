using Ledger.Primitives;
using Ledger.Storage;

namespace Ledger.Node.Execution;

/// <summary>Epochs as the store knows them.</summary>
internal static class StoreEpochs
{
    /// <summary>The epoch of a height; its base is a block of the store, or the end of an epoch that a snapshot brought.</summary>
    /// <exception cref="StorageException">The store has lost the header at the base.</exception>
    public static Epoch EpochAt(this LedgerStore store, MembershipSchedule schedule, SequenceNumber height) =>
        schedule.EpochAt(store.ChainId, height, start =>
            store.ReadHeader(start)?.Hash ?? FindEnd(store, start) ?? throw new StorageException(
                StorageFailure.Damaged, $"The store has lost the header at {start}, where the epoch begins."));

    private static Digest? FindEnd(LedgerStore store, SequenceNumber height)
    {
        foreach (var epoch in store.EpochHeaders(new SequenceNumber(height.Value - 1)))
        {
            return epoch.Header.Height == height ? epoch.Header.Hash : null;
        }

        return null;
    }
}
