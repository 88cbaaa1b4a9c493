namespace Ledger.Node.Audit;

/// <summary>Result of an offline audit of a data directory. Counts are of what was found good.</summary>
public sealed record AuditReport
{
    /// <summary>Height of the last block that was found good.</summary>
    public ulong Height { get; init; }

    /// <summary>Hash of that block's header, hexadecimal.</summary>
    public string HeaderHash { get; init; } = "";

    /// <summary>State root after it, hexadecimal.</summary>
    public string StateRoot { get; init; } = "";

    /// <summary>Headers whose certificates were checked, and that follow one another.</summary>
    public ulong Headers { get; init; }

    /// <summary>The lowest of these heights; 1 when they begin with genesis.</summary>
    public ulong FirstHeader { get; init; }

    /// <summary>Blocks whose contents and transaction signatures were checked.</summary>
    public ulong Blocks { get; init; }

    /// <summary>Transactions in them.</summary>
    public ulong Transactions { get; init; }

    /// <summary>Blocks that were executed again, up to <see cref="Height"/>.</summary>
    public ulong Executed { get; init; }

    /// <summary>Entries of the world state compared with what executing the blocks gave.</summary>
    public ulong StateEntries { get; init; }

    /// <summary>Versions in the history of these entries, compared in the same way.</summary>
    public ulong HistoryVersions { get; init; }

    /// <summary>Whether the directory is a backup.</summary>
    public bool IsBackup { get; init; }

    /// <summary>What could not be checked because the ledger does not keep it; one clause each.</summary>
    public IReadOnlyList<string> NotChecked { get; init; } = [];

    /// <summary>What is wrong, first in height order; null when nothing is.</summary>
    public string? FirstDifference { get; init; }

    /// <summary>Whether everything that was checked holds.</summary>
    public bool Ok => FirstDifference == null;
}
