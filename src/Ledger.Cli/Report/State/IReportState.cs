using Ledger.Client;
using Ledger.Primitives;

namespace Ledger.Cli.Report.State;

/// <summary>
/// The world state that a report is read from: keys and values of contracts as they stand, how they became so, and proofs.
/// Any number of questions may be under way at once.
/// </summary>
internal interface IReportState
{
    /// <summary>Most entries of one range.</summary>
    const int RangeEntriesMax = 1_000_000;

    /// <summary>Where the values come from, a sentence for the foot of a report.</summary>
    string Source { get; }

    /// <summary>Whether blocks may come while a report is read.</summary>
    bool IsLive { get; }

    /// <summary>Ledger time of the newest block that was seen, in milliseconds.</summary>
    long TimeMilliseconds { get; }

    /// <summary>A key's value, or null.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="key">The contract's key, as <see cref="StateKeyBuilder"/> makes it.</param>
    /// <param name="cancellation">Ends the reading.</param>
    Task<byte[]?> ReadAsync(string contract, byte[] key, CancellationToken cancellation);

    /// <summary>All keys of a contract that begin so, ascending, with their values.</summary>
    /// <exception cref="CommandException">There are more than <see cref="RangeEntriesMax"/>.</exception>
    Task<IReadOnlyList<KeyValuePair<byte[], byte[]>>> RangeAsync(
        string contract, byte[] prefix, CancellationToken cancellation);

    /// <summary>All versions of a key that are kept, oldest first; none where no history is kept.</summary>
    Task<IReadOnlyList<KeyVersion>> HistoryAsync(string contract, byte[] key, CancellationToken cancellation);

    /// <summary>The key's value as a proof that anyone can check offline, itself checked.</summary>
    /// <exception cref="CommandException">This state cannot be proven.</exception>
    Task<LedgerProof> ProveAsync(string contract, byte[] key, CancellationToken cancellation);
}
