using Ledger.Cli.Demo.Devices;
using Ledger.Cli.Market;
using Ledger.Client;
using Ledger.Client.Strategies;

namespace Ledger.Cli.Demo;

/// <summary>
/// Trades the slots: all devices order at once, the operator clears, all meters report at once, the operator settles.
/// </summary>
internal sealed class SlotRunner
{
    private readonly Cast _cast;
    private readonly SlotSchedule _schedule;

    public SlotRunner(Cast cast, SlotSchedule schedule)
    {
        _cast = cast;
        _schedule = schedule;
    }

    /// <summary>Opens a slot for orders.</summary>
    public Task OpenAsync(int slot, CancellationToken cancellation) =>
        _cast.MarketOperator.SubmitAsync(Roster.Calls.OpenSlot(SlotSchedule.StartOf(slot)), cancellation);

    /// <summary>Trades an open slot, settles it and opens the next one.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="whileOrdering">Something that happens while orders are on their way; may do nothing.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<SlotOutcome> RunAsync(int slot, Action whileOrdering, CancellationToken cancellation)
    {
        var start = SlotSchedule.StartOf(slot);
        var orders = _cast.Homes.Select(h => OrderAsync(h, slot, cancellation)).ToArray();
        whileOrdering();
        await Task.WhenAll(orders).ConfigureAwait(false);
        var cleared = await _cast.MarketOperator.SubmitAsync(Roster.Calls.Clear(start), cancellation).ConfigureAwait(false);
        await Task.WhenAll(_cast.Homes.Select(h => ReportAsync(h, start, cancellation))).ConfigureAwait(false);

        // The two do not touch each other, so they share a round; the ledger may order them either way.
        var settled = _cast.MarketOperator.SubmitAsync(Roster.Calls.Settle(start), cancellation);
        var isLast = slot + 1 == _schedule.First + _schedule.Count;
        await Task.WhenAll(settled, isLast ? Task.CompletedTask : OpenAsync(slot + 1, cancellation))
            .ConfigureAwait(false);
        var (sealedWh, price, isUniform) = ReadCleared(cleared);
        if (sealedWh > 0)
        {
            foreach (var home in _cast.Homes)
            {
                home.House.Hear(slot, price);
            }
        }

        return new SlotOutcome(
            slot, sealedWh, isUniform ? price : null, (await settled.ConfigureAwait(false)).Height.Value);
    }

    /// <summary>Has an asset that only consumes offer energy, which it may not.</summary>
    /// <returns>The answer: what it was refused with, or null when it was not.</returns>
    public async Task<LedgerException?> OfferWithoutRightAsync(int slot, CancellationToken cancellation)
    {
        var offer = new StrategyOrder(OrderSide.Sell, QuantityWh: 100, PriceMicro: Tariff.Demo.FeedInMicro);
        try
        {
            await _cast.LoadOnly.SubmitAsync(Roster.Calls.Order(SlotSchedule.StartOf(slot), "forbidden", offer), cancellation)
                .ConfigureAwait(false);
            return null;
        }
        catch (LedgerException e)
        {
            return e;
        }
    }

    private static async Task OrderAsync(DemoHome home, int slot, CancellationToken cancellation)
    {
        if (home.House.Plan(slot).Order is { } order)
        {
            await home.Device.SubmitAsync(Roster.Calls.Order(SlotSchedule.StartOf(slot), home.OrderId, order), cancellation)
                .ConfigureAwait(false);
        }
    }

    private static Task ReportAsync(DemoHome home, long start, CancellationToken cancellation)
    {
        var (importWh, exportWh) = home.House.Live();
        return home.Meter.SubmitAsync(MicrogridCalls.Reading(start, home.MeterId, importWh, exportWh), cancellation);
    }

    /// <summary>
    /// What was sealed, and the price of the clearing before the feeder was asked, or its mean; from a receipt's events.
    /// </summary>
    private static (long SealedWh, long PriceMicro, bool IsUniform) ReadCleared(TransactionReceipt receipt)
    {
        var events = receipt.Calls[0].Events;
        var clearing = new ResultReader(events.Single(e => e.Name == "slotCleared").Data.Span);
        clearing.Text();
        clearing.Long();
        clearing.Long();
        var isUniform = clearing.Bool();
        var price = clearing.Long();
        var sealing = new ResultReader(events.Single(e => e.Name == "slotSealed").Data.Span);
        sealing.Text();
        sealing.Long();
        return (sealing.Long(), price, isUniform);
    }
}
