using Ledger.Primitives;

namespace Ledger.Node.Execution;

/// <summary>
/// Who waits for which transaction. Bounded by <see cref="NodeLimits.FinalityWatchesMax"/>; entries leave with the
/// transaction's block, with
/// the end of its window, or when the waiter gives up. Thread safe.
/// </summary>
internal sealed class FinalityBoard
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Digest, Entry> _entries = [];

    // No entry expires before this height; what has left since may have been the one that did.
    private ulong _earliestExpiry = ulong.MaxValue;

    /// <summary>Adds a waiter; false when the board is full.</summary>
    /// <param name="id">The transaction.</param>
    /// <param name="validUntil">Last height at which it may be in a block; null when not known.</param>
    /// <param name="watch">Called once, unless it is removed before.</param>
    public bool TryAdd(Digest id, ulong? validUntil, IFinalityWatch watch)
    {
        lock (_lock)
        {
            if (_entries.Count >= NodeLimits.FinalityWatchesMax)
            {
                return false;
            }

            var before = _entries.GetValueOrDefault(id);
            var expiry = validUntil ?? before?.ValidUntil ?? ulong.MaxValue;
            _entries[id] = new Entry(watch, expiry, before);
            _earliestExpiry = Math.Min(_earliestExpiry, expiry);
            return true;
        }
    }

    /// <summary>Forgets one waiter, if it is still there.</summary>
    public void Remove(Digest id, IFinalityWatch watch)
    {
        lock (_lock)
        {
            Entry? kept = null;
            for (var entry = _entries.GetValueOrDefault(id); entry != null; entry = entry.Next)
            {
                kept = entry.Watch == watch ? kept : new Entry(entry.Watch, entry.ValidUntil, kept);
            }

            if (kept == null)
            {
                _entries.Remove(id);
            }
            else
            {
                _entries[id] = kept;
            }
        }
    }

    /// <summary>Tells the waiters of a block that has just been stored.</summary>
    public void Publish(Block block)
    {
        var transactions = block.Batch.Transactions;
        for (var i = 0; i < transactions.Count; i++)
        {
            // A refused repeat has a receipt of its own, which says nothing about the transaction's real outcome.
            if (IsRepeat(block.Receipts[i].Span) || !TryTake(transactions[i].Id, out var entry))
            {
                continue;
            }

            var receipt = new FinalReceipt(transactions[i].Id, block.Header.Height, i, block.Receipts[i]);
            for (var e = entry; e != null; e = e.Next)
            {
                e.Watch.OnFinal(receipt);
            }
        }

        Expire(block.Header.Height.Value);
    }

    private static bool IsRepeat(ReadOnlySpan<byte> receipt) =>
        (ReceiptStatus)receipt[Digest.Size] == ReceiptStatus.Duplicate;

    private bool TryTake(Digest id, out Entry? entry)
    {
        lock (_lock)
        {
            return _entries.Remove(id, out entry);
        }
    }

    private void Expire(ulong height)
    {
        List<Entry> expired = [];
        lock (_lock)
        {
            if (_earliestExpiry > height)
            {
                return;
            }

            _earliestExpiry = ulong.MaxValue;
            foreach (var (id, entry) in _entries)
            {
                if (entry.ValidUntil <= height)
                {
                    // The dictionary allows removal while it is walked.
                    _entries.Remove(id);
                    expired.Add(entry);
                }
                else
                {
                    _earliestExpiry = Math.Min(_earliestExpiry, entry.ValidUntil);
                }
            }
        }

        foreach (var entry in expired)
        {
            for (var e = entry; e != null; e = e.Next)
            {
                e.Watch.OnExpired();
            }
        }
    }

    private sealed record Entry(IFinalityWatch Watch, ulong ValidUntil, Entry? Next);
}
