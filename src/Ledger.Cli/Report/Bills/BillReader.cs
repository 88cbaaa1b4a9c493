using Ledger.Cli.Report.Records;
using Ledger.Client;

namespace Ledger.Cli.Report.Bills;

/// <summary>
/// Reads an account's bill: the bills that settlement keeps for slots of the period, and the lines of the wallet's statement
/// that paid them, joined by market and slot. Nothing is computed that the ledger does not hold. One caller.
/// </summary>
internal sealed class BillReader(LedgerRecords records)
{
    /// <summary>How often a bill is read again when blocks came while it was read.</summary>
    private const int ReadingsMax = 3;

    /// <summary>Reads and checks it.</summary>
    /// <param name="account">The account.</param>
    /// <param name="microgrid">Its microgrid.</param>
    /// <param name="from">First slot.</param>
    /// <param name="to">First slot behind the period.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="CommandException">The ledger does not know the account: bad input.</exception>
    public async Task<BillStatement> ReadAsync(
        string account, string microgrid, long from, long to, CancellationToken cancellation)
    {
        for (var reading = 1; ; reading++)
        {
            var statement = await ReadOnceAsync(account, microgrid, from, to, cancellation).ConfigureAwait(false);
            var debts = statement.Slots.Any(s => s.DebtChangeNano != 0)
                ? await DebtsAsync(statement, cancellation).ConfigureAwait(false)
                : [];
            var difference = BillCheck.FirstDifference(statement, debts);
            if (difference == null || !records.State.IsLive || reading == ReadingsMax)
            {
                return statement with { Difference = difference };
            }
        }
    }

    private async Task<BillStatement> ReadOnceAsync(
        string account, string microgrid, long from, long to, CancellationToken cancellation)
    {
        // The wallet first: what is settled meanwhile shows as a difference, and the bill is read again.
        var wallet = await records.AccountAsync(account, cancellation).ConfigureAwait(false);
        var lines = await records.StatementAsync(account, cancellation).ConfigureAwait(false);
        lines = [.. lines.TakeWhile(l => l.Sequence < wallet.Lines)];
        var trades = await TradesAsync(lines, cancellation).ConfigureAwait(false);
        var entries = await SlotsAsync(microgrid, from, to, cancellation).ConfigureAwait(false);
        var keys = entries.Where(e => e.Value.Phase >= SlotEntry.Settled).Select(e => e.Key)
            .Concat(lines.Where(l => l.SettledSlot >= from && l.SettledSlot < to).Select(l => (l.Market, l.SettledSlot!.Value)))
            .Distinct().OrderBy(k => k.Item2).ThenBy(k => k.Item1, StringComparer.Ordinal).ToArray();
        var paid = lines.Where(l => l.IsSettlement).ToLookup(l => (l.Market, l.SettledSlot!.Value));
        var slots = await LedgerRecords.EachAsync(
            keys, (key, c) => SlotAsync(account, key, entries.GetValueOrDefault(key), [.. paid[key]], c), cancellation)
            .ConfigureAwait(false);
        slots = [.. slots.Where(s => s.Bill != null || s.Payments.Count > 0)];
        return new BillStatement
        {
            Account = account,
            Microgrid = microgrid,
            Clock = await records.ClockAsync(microgrid, cancellation).ConfigureAwait(false),
            From = from,
            To = to,
            Wallet = wallet,
            Slots = slots,
            Payments = await PaymentsAsync(account, lines, slots, trades, from, to, cancellation).ConfigureAwait(false),
            Trades = [.. trades.Values.Where(t => t.Slot >= from && t.Slot < to).OrderBy(t => t.Slot)],
        };
    }

    /// <summary>Slots of all markets of the microgrid, and of those that got their rest.</summary>
    private async Task<Dictionary<(string Market, long Slot), SlotEntry>> SlotsAsync(
        string microgrid, long from, long to, CancellationToken cancellation)
    {
        var all = await records.MarketsAsync(cancellation).ConfigureAwait(false);
        var chosen = all.Where(m => m.Microgrid == microgrid).ToList();
        for (var i = 0; i < chosen.Count; i++)
        {
            chosen.AddRange(all.Where(m => m.Id == chosen[i].Parent && !chosen.Contains(m)));
        }

        var slots = new Dictionary<(string, long), SlotEntry>();
        foreach (var market in chosen)
        {
            foreach (var slot in await records.SlotsAsync(market.Id, from, to, cancellation).ConfigureAwait(false))
            {
                slots[(market.Id, slot.Slot)] = slot;
            }
        }

        return slots;
    }

    private async Task<Dictionary<string, TradeEntry>> TradesAsync(
        IReadOnlyList<StatementEntry> lines, CancellationToken cancellation)
    {
        var ids = lines.Select(l => l.TradeId).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var trades = await LedgerRecords.EachAsync(ids, records.TradeAsync, cancellation).ConfigureAwait(false);
        return trades.OfType<TradeEntry>().ToDictionary(t => t.Id, StringComparer.Ordinal);
    }

    private async Task<BillSlot> SlotAsync(
        string account, (string Market, long Slot) key, SlotEntry? entry, IReadOnlyList<StatementEntry> payments,
        CancellationToken cancellation)
    {
        var bill = await records.BillAsync(key.Market, key.Slot, account, cancellation).ConfigureAwait(false);
        var moved = payments.Sum(p => p.AmountNano);
        var share = moved == (bill?.PaidNano ?? 0)
            ? 0
            : await records.ShareAsync(key.Market, key.Slot, account, cancellation).ConfigureAwait(false);
        return new BillSlot
        {
            Market = key.Market,
            Slot = key.Slot,
            Entry = entry,
            Bill = bill,
            ShareNano = share,
            Totals = bill == null ? [] : await records.SummaryAsync(key.Market, key.Slot, cancellation).ConfigureAwait(false),
            Payments = payments,
            Versions = bill == null ? [] : await records.State
                .HistoryAsync("settlement", LedgerRecords.BillKey(key.Market, key.Slot, account), cancellation)
                .ConfigureAwait(false),
        };
    }

    private async Task<IReadOnlyList<BillPayment>> PaymentsAsync(
        string account, IReadOnlyList<StatementEntry> lines, IReadOnlyList<BillSlot> slots,
        Dictionary<string, TradeEntry> trades, long from, long to, CancellationToken cancellation)
    {
        var placed = lines.Select(line =>
        {
            var slot = line.SettledSlot ?? (line.TradeId is { } id ? trades.GetValueOrDefault(id)?.Slot : null);
            var second = slot ?? line.TimeMilliseconds / 1000;
            return new BillPayment(line, slot, second >= from && second < to, null);
        }).ToArray();
        var first = Array.FindIndex(placed, p => p.IsInPeriod);
        var window = first < 0 ? [] : placed[first..(Array.FindLastIndex(placed, p => p.IsInPeriod) + 1)];

        // What settled the bill at a height wrote the statement's line there as well.
        var versions = slots.SelectMany(s => s.Versions.Select(v => (Key: (s.Market, s.Slot, (long)v.Height.Value), Version: v)))
            .GroupBy(v => v.Key).Where(g => g.Count() == 1).ToDictionary(g => g.Key, g => g.Single().Version);
        return await LedgerRecords.EachAsync(window, WithOriginAsync, cancellation).ConfigureAwait(false);

        async Task<BillPayment> WithOriginAsync(BillPayment payment, CancellationToken c)
        {
            var line = payment.Entry;
            if (line.SettledSlot is { } slot && versions.GetValueOrDefault((line.Market, slot, line.Height)) is { } known)
            {
                return payment with { Origin = known };
            }

            var own = await records.State.HistoryAsync("wallet", LedgerRecords.LineKey(account, line.Sequence), c)
                .ConfigureAwait(false);
            return payment with { Origin = own.Count > 0 ? own[0] : null };
        }
    }

    /// <summary>Versions of what the account owed, by market.</summary>
    private async Task<Dictionary<string, IReadOnlyList<KeyVersion>>> DebtsAsync(
        BillStatement statement, CancellationToken cancellation)
    {
        var debts = new Dictionary<string, IReadOnlyList<KeyVersion>>(StringComparer.Ordinal);
        foreach (var market in statement.Slots.Where(s => s.Bill != null).Select(s => s.Market).Distinct(StringComparer.Ordinal))
        {
            var key = new StateKeyBuilder().Text("debt").Text(market).Text(statement.Account).ToArray();
            debts[market] = await records.State.HistoryAsync("settlement", key, cancellation).ConfigureAwait(false);
        }

        return debts;
    }
}
