namespace Ledger.Node;

/// <summary>
/// What a node keeps by itself, part of <see cref="NodeConfiguration"/>. Blocks are given up only when every limit that is
/// set allows it; the network's validity window stays in any case. Headers, certificates and the state are never given
/// up.
/// </summary>
public sealed record RetentionConfiguration
{
    private const int DaysMax = 36_500;

    /// <summary>The newest blocks that stay; more than the validity window. Null for no limit by number.</summary>
    public int? Blocks { get; init; }

    /// <summary>Blocks stay for so many days of ledger time. Null for no limit by age.</summary>
    public int? Days { get; init; }

    /// <summary>The newest blocks for which the history of keys stays whole. Null keeps all of it.</summary>
    public int? HistoryBlocks { get; init; }

    /// <summary>
    /// Whether the history of a contract's keys is given up behind the age that the contract states
    /// (<c>[HistoryAge]</c>).
    /// </summary>
    public bool ContractAges { get; init; } = true;

    /// <summary>What is wrong, as the end of a sentence that names the file; null when nothing is.</summary>
    internal string? FirstFlaw() =>
        Blocks is < 1 ? $"retention.blocks is {Blocks}, not 1 or more"
        : Days is < 1 or > DaysMax ? $"retention.days is {Days}, not 1 to {DaysMax}"
        : HistoryBlocks is < 1 ? $"retention.historyBlocks is {HistoryBlocks}, not 1 or more"
        : null;

    /// <summary>Refuses what the network does not allow.</summary>
    /// <exception cref="NodeConfigurationException">Fewer blocks than the validity window.</exception>
    internal void CheckAgainst(int validityWindowBlocks)
    {
        if (Blocks <= validityWindowBlocks)
        {
            throw new NodeConfigurationException(
                $"retention.blocks is {Blocks}; the network's validity window of {validityWindowBlocks} blocks and the head must stay");
        }
    }
}
