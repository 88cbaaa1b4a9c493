using Ledger.Primitives;
using Ledger.Storage;

namespace Ledger.Node.Admin;

/// <summary>What shall be given up of a ledger. Immutable.</summary>
/// <param name="LowestBlock">The lowest block whose contents stay; null to leave blocks alone.</param>
/// <param name="LowestHistory">Height from which on the history of keys stays whole; null to leave it alone.</param>
public sealed record PrunePlan(ulong? LowestBlock, ulong? LowestHistory)
{
    /// <summary>Contracts of whose keys less history stays than of others.</summary>
    public IReadOnlyList<ContractPruning> Contracts { get; init; } = [];

    /// <summary>The lowest block that stays when so many of the newest stay; 1 when that is all.</summary>
    /// <param name="height">Height of the newest block.</param>
    /// <param name="blocks">How many stay; at least 1.</param>
    public static ulong LowestOf(ulong height, ulong blocks) => height < blocks ? 1 : height - blocks + 1;

    /// <summary>Why the plan cannot be carried out, in one line; null when it can.</summary>
    /// <param name="store">The ledger.</param>
    /// <param name="validityWindow">The network's window, in blocks.</param>
    public string? FirstFlaw(LedgerStore store, ulong validityWindow)
    {
        var height = store.Height.Value;
        if (LowestBlock is { } lowest && lowest > store.LowestBlock.Value && lowest + validityWindow > height)
        {
            return height <= validityWindow
                ? $"the head is at {height}, and the last {validityWindow} blocks must stay, so that no transaction in them " +
                  "is executed twice: nothing can be pruned yet"
                : $"block {lowest} is within the validity window: the head is at {height} and the {validityWindow} blocks below " +
                  $"it must stay, so that no transaction in them is executed twice; {height - validityWindow} is the highest " +
                  "block to prune before";
        }

        return LowestHistory > height
            ? $"the history cannot be pruned to height {LowestHistory}: the head is at {height}"
            : null;
    }

    /// <summary>Carries it out; what is gone already is no failure. Any thread; takes as long as the disk does.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It has a flaw.</exception>
    /// <exception cref="StorageException">The disk failed.</exception>
    public void Run(LedgerStore store, ulong validityWindow)
    {
        if (LowestBlock is { } lowest)
        {
            store.PruneBlocks(new SequenceNumber(lowest), validityWindow);
        }

        if (LowestHistory is { } history)
        {
            store.PruneHistory(new SequenceNumber(history));
        }

        foreach (var pruning in Contracts)
        {
            store.PruneHistory(pruning.KeyPrefix, new SequenceNumber(pruning.LowestHistory));
        }
    }
}
