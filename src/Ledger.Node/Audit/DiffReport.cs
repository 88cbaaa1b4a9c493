namespace Ledger.Node.Audit;

/// <summary>How two stopped nodes' ledgers compare.</summary>
public sealed record DiffReport
{
    /// <summary>Height of the first ledger.</summary>
    public required ulong FirstHeight { get; init; }

    /// <summary>Height of the second ledger.</summary>
    public required ulong SecondHeight { get; init; }

    /// <summary>The lowest height of which both keep the header.</summary>
    public required ulong ComparedFrom { get; init; }

    /// <summary>The highest height up to which everything compared is equal.</summary>
    public required ulong EqualTo { get; init; }

    /// <summary>Blocks whose transactions and receipts were compared too.</summary>
    public ulong Blocks { get; init; }

    /// <summary>Entries of the state at <see cref="EqualTo"/> that were compared.</summary>
    public ulong StateEntries { get; init; }

    /// <summary>What could not be compared, one clause each.</summary>
    public IReadOnlyList<string> NotCompared { get; init; } = [];

    /// <summary>The first place where they diverge, one line each from coarse to fine; empty when they do not.</summary>
    public IReadOnlyList<string> Differences { get; init; } = [];

    /// <summary>Whether nothing differs.</summary>
    public bool AreEqual => Differences.Count == 0;
}
