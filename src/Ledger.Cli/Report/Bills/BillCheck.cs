using System.Globalization;
using Ledger.Cli.Report.Records;
using Ledger.Client;

namespace Ledger.Cli.Report.Bills;

/// <summary>
/// Whether a bill adds up to the wallet, to the n¤: the statement's lines to the balance, the payments of each slot to its
/// bill, and, from the history of debts, each settlement to what was due. Pure.
/// </summary>
internal static class BillCheck
{
    /// <summary>The first thing that does not add up, with the difference; null when everything does.</summary>
    /// <param name="statement">The bill.</param>
    /// <param name="debts">Versions of the account's debt by market; empty where no history is kept.</param>
    public static string? FirstDifference(
        BillStatement statement, IReadOnlyDictionary<string, IReadOnlyList<KeyVersion>> debts) =>
        Chain(statement) ?? Slots(statement) ?? Debts(statement, debts);

    private static string? Chain(BillStatement statement)
    {
        for (var i = 1; i < statement.Payments.Count; i++)
        {
            var (before, line) = (statement.Payments[i - 1].Entry, statement.Payments[i].Entry);
            if (line.Sequence != before.Sequence + 1)
            {
                return Text($"{statement.Account}: line {before.Sequence + 1} of the statement is missing");
            }

            var off = line.BalanceNano - before.BalanceNano - line.AmountNano;
            if (off != 0)
            {
                return Text($"{statement.Account}: the balance after line {line.Sequence} of the statement is off by {off} n¤");
            }
        }

        if (statement.Payments.Count > 0 && statement.Payments[^1].Entry is var last && last.Sequence == statement.Wallet.Lines - 1 &&
            last.BalanceNano != statement.Wallet.BalanceNano)
        {
            return Text(
                $"{statement.Account}: the statement ends with {last.BalanceNano} n¤ and the wallet holds {
                    statement.Wallet.BalanceNano} n¤, a difference of {statement.Wallet.BalanceNano - last.BalanceNano} n¤");
        }

        return null;
    }

    private static string? Slots(BillStatement statement)
    {
        foreach (var slot in statement.Slots)
        {
            var off = slot.MovedNano - slot.ExpectedNano;
            if (off != 0)
            {
                return Text(
                    $"{statement.Account}: in slot {statement.Clock.Iso(slot.Slot)} of market {slot.Market} the bill comes to {
                        slot.ExpectedNano} n¤ and the wallet changed by {slot.MovedNano} n¤, a difference of {off} n¤");
            }
        }

        return null;
    }

    /// <summary>
    /// A settlement pays what is due with the debt before, but for the debt after: one equation for each transaction that
    /// settled slots of a market, which may be several at once.
    /// </summary>
    private static string? Debts(BillStatement statement, IReadOnlyDictionary<string, IReadOnlyList<KeyVersion>> debts)
    {
        var elsewhere = statement.Payments.Where(p => !p.IsInPeriod && p.Entry.IsSettlement)
            .Select(p => (p.Entry.Market, p.Entry.Height)).ToHashSet();
        var steps = statement.Slots.SelectMany(Steps).GroupBy(s => (s.Market, s.Height, s.Index));
        foreach (var step in steps)
        {
            if (elsewhere.Contains((step.Key.Market, (long)step.Key.Height)) ||
                !debts.TryGetValue(step.Key.Market, out var versions))
            {
                continue;
            }

            var (before, after) = (DebtAt(versions, step.Key.Height, step.Key.Index, isAfter: false),
                DebtAt(versions, step.Key.Height, step.Key.Index, isAfter: true));
            var off = step.Sum(s => s.Paid) - (step.Sum(s => s.Net) - before + after);
            if (off != 0)
            {
                return Text(
                    $"{statement.Account}: the settlement of market {step.Key.Market} in block {step.Key.Height} paid {
                        step.Sum(s => s.Paid)} n¤ for bills of {step.Sum(s => s.Net)} n¤ with a debt of {before} n¤ before and {
                        after} n¤ after, a difference of {off} n¤");
            }
        }

        return null;
    }

    /// <summary>What each version of a bill added to the one before.</summary>
    private static IEnumerable<(string Market, ulong Height, int Index, long Net, long Paid)> Steps(BillSlot slot)
    {
        BillEntry? old = null;
        foreach (var version in slot.Versions)
        {
            if (version.Value == null)
            {
                continue;
            }

            var bill = BillEntry.Decode(version.Value);
            if (version.TransactionId != null)
            {
                yield return (
                    slot.Market, version.Height.Value, version.TransactionIndex, bill.NetNano - (old?.NetNano ?? 0),
                    bill.PaidNano - (old?.PaidNano ?? 0));
            }

            old = bill;
        }
    }

    private static long DebtAt(IReadOnlyList<KeyVersion> versions, ulong height, int index, bool isAfter)
    {
        var last = versions.LastOrDefault(v => v.Height.Value < height || (v.Height.Value == height &&
            (isAfter ? v.TransactionIndex <= index : v.TransactionIndex < index)));
        if (last?.Value == null)
        {
            return 0;
        }

        var reader = new ResultReader(last.Value);
        RecordFormat.Require(reader.Int(), 1, "debts");
        return reader.Longs()[0];
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
