using Ledger.Primitives;
using Ledger.Storage;

namespace Ledger.Node.Audit;

/// <summary>What differs between two ledgers at one height, from the header down to a key.</summary>
internal static class BlockDiff
{
    /// <summary>Lines from coarse to fine; empty when what both keep of the height is the same.</summary>
    /// <param name="first">The first ledger.</param>
    /// <param name="second">The second.</param>
    /// <param name="height">At or below both heads.</param>
    /// <param name="comparedBlock">Whether both keep the block.</param>
    public static List<string> Describe(LedgerStore first, LedgerStore second, SequenceNumber height, out bool comparedBlock)
    {
        var lines = new List<string>();
        var (left, right) = (first.ReadHeader(height), second.ReadHeader(height));
        var (leftBlock, rightBlock) = (first.ReadBlock(height), second.ReadBlock(height));
        comparedBlock = leftBlock != null && rightBlock != null;
        if (left == null || right == null)
        {
            lines.Add($"height {height}: the {(left == null ? "first" : "second")} ledger has lost the header");
            return lines;
        }

        if (left.Hash != right.Hash)
        {
            lines.Add($"height {height}: header {left.Hash} here, {right.Hash} there");
            lines.AddRange(Fields(left, right));
        }

        if (comparedBlock)
        {
            CompareContents(leftBlock!, rightBlock!, lines);
        }

        if (left.StateRoot != right.StateRoot && FirstKey(first, second, height) is { } key)
        {
            lines.Add(key);
        }

        return lines;
    }

    private static IEnumerable<string> Fields(BlockHeader left, BlockHeader right)
    {
        if (left.PreviousHash != right.PreviousHash)
        {
            yield return "they point to different headers before";
        }

        if (left.TimeMilliseconds != right.TimeMilliseconds)
        {
            yield return $"ledger time {left.TimeMilliseconds} here, {right.TimeMilliseconds} there";
        }

        var roots = new (string Name, Digest Left, Digest Right)[]
        {
            ("transaction root", left.TransactionRoot, right.TransactionRoot),
            ("receipt root", left.ReceiptRoot, right.ReceiptRoot),
            ("state root", left.StateRoot, right.StateRoot),
            ("members", left.MembershipHash, right.MembershipHash),
            ("next members", left.NextMembershipHash, right.NextMembershipHash),
        };
        foreach (var (name, leftRoot, rightRoot) in roots)
        {
            if (leftRoot != rightRoot)
            {
                yield return $"{name} {leftRoot} here, {rightRoot} there";
            }
        }
    }

    private static void CompareContents(Block left, Block right, List<string> lines)
    {
        if (left.Batch.Digest != right.Batch.Digest)
        {
            lines.Add($"batch {left.Batch.Digest} here, {right.Batch.Digest} there");
        }

        var (ours, theirs) = (left.Batch.Transactions, right.Batch.Transactions);
        if (ours.Count != theirs.Count)
        {
            lines.Add($"{ours.Count} transactions here, {theirs.Count} there");
        }

        for (var i = 0; i < Math.Min(ours.Count, theirs.Count); i++)
        {
            if (!ours[i].Encoded.Span.SequenceEqual(theirs[i].Encoded.Span))
            {
                lines.Add($"transaction {i} is {Describe(ours[i])} here, {Describe(theirs[i])} there");
                break;
            }
        }

        for (var i = 0; i < Math.Min(left.Receipts.Count, right.Receipts.Count); i++)
        {
            if (!left.Receipts[i].Span.SequenceEqual(right.Receipts[i].Span))
            {
                lines.Add(
                    $"receipt {i}, of transaction {ours[i].Id}: the second ledger " +
                    ReceiptDifference.Describe(left.Receipts[i], right.Receipts[i]));
                break;
            }
        }
    }

    private static string Describe(Transaction transaction) => $"{transaction.Id} of {transaction.Body.Account}";

    /// <summary>The first key that the block wrote otherwise in one of the ledgers, by both histories.</summary>
    private static string? FirstKey(LedgerStore first, LedgerStore second, SequenceNumber height)
    {
        if (height <= first.LowestHistory || height <= second.LowestHistory)
        {
            return "which key differs is not known: the history of this height is not kept by both";
        }

        foreach (var (key, _, _) in StatePairs.Of(first, second))
        {
            if (height <= first.LowestHistoryOf(key) || height <= second.LowestHistoryOf(key))
            {
                continue;
            }

            var left = WriteDifference.VersionAt(first, key, height);
            var right = WriteDifference.VersionAt(second, key, height);
            if (left == null && right == null)
            {
                continue;
            }

            if (left == null || right == null || !WriteDifference.Equal(left.Value.Value, right.Value.Value))
            {
                return $"key {KeyText.Describe(key)}: {Written(left)} here, {Written(right)} there";
            }
        }

        return null;
    }

    private static string Written((SequenceNumber Height, int Index, byte[]? Value)? version) => version is { } written
        ? $"transaction {written.Index} wrote {WriteDifference.Show(written.Value)}"
        : "not written";
}
