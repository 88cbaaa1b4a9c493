namespace Ledger.Node.Audit;

/// <summary>Result of an offline audit of a data directory.</summary>
/// <param name="Height">Height of the last block that was found good.</param>
/// <param name="HeaderHash">Hash of that block's header, hexadecimal.</param>
/// <param name="StateRoot">State root after it, hexadecimal.</param>
/// <param name="Blocks">Blocks checked and, but for <see cref="BeganWithSnapshot"/>, executed again.</param>
/// <param name="Transactions">Transactions in them.</param>
/// <param name="StateEntries">Entries of the world state compared.</param>
/// <param name="FirstDifference">What is wrong, first in height order; null when nothing is.</param>
public sealed record AuditReport(
    ulong Height, string HeaderHash, string StateRoot, ulong Blocks, ulong Transactions, ulong StateEntries,
    string? FirstDifference)
{
    /// <summary>
    /// The ledger began with a snapshot, so that nothing was executed again: <see cref="Blocks"/> counts those whose hashes
    /// and signatures were checked.
    /// </summary>
    public bool BeganWithSnapshot { get; init; }

    /// <summary>Whether everything holds.</summary>
    public bool Ok => FirstDifference == null;
}
