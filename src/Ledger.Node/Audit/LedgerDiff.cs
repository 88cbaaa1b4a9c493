using Ledger.Primitives;
using Ledger.Storage;

namespace Ledger.Node.Audit;

/// <summary>
/// Finds where the ledgers of two stopped nodes diverge: the first height, and in it the batch, transaction, receipt and
/// key; or, where the chains are equal, the first key whose stored state differs at the height of the lower one.
/// Certificates are no difference: nodes may hold different quorums' votes for one header.
/// </summary>
public sealed class LedgerDiff : IDisposable
{
    private const ulong ProgressEvery = 100;

    private readonly LedgerStore _first;
    private readonly LedgerStore _second;
    private readonly List<string> _notCompared = [];

    private LedgerDiff(LedgerStore first, LedgerStore second)
    {
        _first = first;
        _second = second;
    }

    /// <summary>Compares two directories, of nodes or backups.</summary>
    /// <param name="first">The first directory.</param>
    /// <param name="second">The second.</param>
    /// <param name="progress">Told now and then; may be null.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="StorageException">
    /// One is no ledger, in use or damaged, or they belong to different chains.
    /// </exception>
    public static DiffReport Compare(
        string first, string second, IProgress<AuditProgress>? progress, CancellationToken cancellation)
    {
        using var left = LedgerStore.OpenReadOnly(first, null);
        using var right = LedgerStore.OpenReadOnly(second, null);
        if (left.ChainId != right.ChainId)
        {
            throw new StorageException(
                StorageFailure.WrongChain,
                $"The ledgers are of different networks: {first} belongs to chain {left.ChainId.ToShortString()}, " +
                $"{second} to {right.ChainId.ToShortString()}.");
        }

        using var diff = new LedgerDiff(left, right);
        return diff.Run(progress, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    private DiffReport Run(IProgress<AuditProgress>? progress, CancellationToken cancellation)
    {
        var last = Math.Min(_first.Height.Value, _second.Height.Value);
        var from = Math.Max(FirstHeader(_first, last), FirstHeader(_second, last));
        var report = new DiffReport
        {
            FirstHeight = _first.Height.Value, SecondHeight = _second.Height.Value, ComparedFrom = from, EqualTo = from - 1,
        };
        for (var height = from; height <= last; height++)
        {
            cancellation.ThrowIfCancellationRequested();
            var lines = BlockDiff.Describe(_first, _second, new SequenceNumber(height), out var comparedBlock);
            if (lines.Count > 0)
            {
                return report with { Differences = lines, NotCompared = _notCompared };
            }

            report = report with { EqualTo = height, Blocks = report.Blocks + (comparedBlock ? 1UL : 0UL) };
            if (height % ProgressEvery == 0 || height == last)
            {
                progress?.Report(new AuditProgress(AuditPart.Chain, height - from + 1, last - from + 1));
            }
        }

        var (difference, entries) = CompareStates(new SequenceNumber(last), progress, cancellation);
        NoteWhatIsNotKept(last);
        return report with
        {
            StateEntries = entries,
            Differences = difference == null ? [] : [difference],
            NotCompared = _notCompared,
        };
    }

    private (string? Difference, ulong Entries) CompareStates(
        SequenceNumber height, IProgress<AuditProgress>? progress, CancellationToken cancellation)
    {
        if (_first.LowestHistory > height || _second.LowestHistory > height)
        {
            _notCompared.Add($"the states at height {height}: the history of the one that is ahead does not reach down to it");
            return (null, 0);
        }

        var (entries, uncertain) = (0UL, 0UL);
        string? difference = null;
        foreach (var (key, first, second) in StatePairs.Of(_first, _second))
        {
            cancellation.ThrowIfCancellationRequested();
            var isKnown = TryValueAt(_first, key, first, height, out var left);
            if (!TryValueAt(_second, key, second, height, out var right) || !isKnown)
            {
                uncertain++;
                continue;
            }

            difference = Compare(key, left, right, height);
            if (difference != null)
            {
                break;
            }

            if (++entries % (ProgressEvery * 100) == 0)
            {
                progress?.Report(new AuditProgress(AuditPart.State, entries, 0));
            }
        }

        if (uncertain > 0)
        {
            _notCompared.Add($"{uncertain} keys at height {height}: one of the histories does not reach down to it");
        }

        return (difference, entries);
    }

    private static bool TryValueAt(LedgerStore store, byte[] key, byte[]? now, SequenceNumber height, out byte[]? value)
    {
        value = now;
        return store.Height == height || StateAtHeight.TryGet(store, key, now, height, out value);
    }

    private string? Compare(byte[] key, byte[]? left, byte[]? right, SequenceNumber height)
    {
        var (isFirstProven, isSecondProven) = (IsProven(_first, key, height), IsProven(_second, key, height));
        if (!WriteDifference.Equal(left, right))
        {
            return $"state at height {height}: key {KeyText.Describe(key)} is {WriteDifference.Show(left)} here, " +
                   $"{WriteDifference.Show(right)} there{Verdict(isFirstProven, isSecondProven)}";
        }

        return isFirstProven == false || isSecondProven == false
            ? $"state tree at height {height}: the proof of key {KeyText.Describe(key)} does not lead to the certified root in the " +
              (isFirstProven == false ? "first ledger" : "second ledger")
            : null;
    }

    /// <summary>Whether what is stored leads to the certified root; null where the ledger stands higher.</summary>
    private static bool? IsProven(LedgerStore store, byte[] key, SequenceNumber height)
    {
        if (store.Height != height)
        {
            return null;
        }

        try
        {
            var read = store.ReadWithProof(key);
            return read.Proof.Verify(store.StateRoot, key, read.Value);
        }
        catch (StorageException e) when (e.Failure == StorageFailure.Damaged)
        {
            return false;
        }
    }

    private static string Verdict(bool? isFirstProven, bool? isSecondProven) => (isFirstProven, isSecondProven) switch
    {
        (false, not false) => "; the value here is not what the certified state root says",
        (not false, false) => "; the value there is not what the certified state root says",
        _ => "",
    };

    private static ulong FirstHeader(LedgerStore store, ulong last)
    {
        if (store.ReadHeader(new SequenceNumber(1)) != null)
        {
            return 1;
        }

        var first = Math.Min(store.LowestBlock.Value, last + 1);
        while (first > 1 && store.ReadHeader(new SequenceNumber(first - 1)) != null)
        {
            first--;
        }

        return first;
    }

    private void NoteWhatIsNotKept(ulong last)
    {
        var lowest = Math.Max(_first.LowestBlock.Value, _second.LowestBlock.Value);
        if (lowest > 1)
        {
            _notCompared.Add(
                $"transactions and receipts below height {Math.Min(lowest, last + 1)}: they are not kept by both");
        }
    }
}
