namespace Ledger.Contracts.Market;

/// <summary>
/// Clears a book with block orders (M17): while some block order got a part but less than its least quantity, the one of
/// worst priority among them is left out and the auction runs again. Behind <see cref="MarketLimits.BlockRoundsMax"/>
/// runs all such orders are left out at once. A block order that is left out stays out, so the rounds end. Pure.
/// </summary>
public static class BlockClearing
{
    /// <summary>Clears; the quantities of orders left out become 0.</summary>
    public static MarketOutcome Run(MechanismRunner runner, SlotBook book, long[] quantitiesWh)
    {
        var rounds = 0;
        while (true)
        {
            var outcome = runner.Run(book, quantitiesWh);
            rounds++;
            var worst = -1;
            for (var i = 0; i < quantitiesWh.Length; i++)
            {
                var isShort = outcome.FilledWh[i] > 0 && outcome.FilledWh[i] < book.Orders[i].LeastWh;
                if (!isShort)
                {
                    continue;
                }

                if (rounds > MarketLimits.BlockRoundsMax)
                {
                    quantitiesWh[i] = 0;
                }

                worst = worst < 0 || IsWorse(book.Orders[i], book.Orders[worst]) ? i : worst;
            }

            if (worst < 0)
            {
                return outcome;
            }

            quantitiesWh[worst] = 0;
        }
    }

    // A block on either side: the one that gains least at its limit goes first; then the later one.
    private static bool IsWorse(OrderRecord order, OrderRecord than)
    {
        if (order.IsBuy != than.IsBuy)
        {
            return order.Sequence > than.Sequence;
        }

        if (order.PriceMicro != than.PriceMicro)
        {
            return order.IsBuy ? order.PriceMicro < than.PriceMicro : order.PriceMicro > than.PriceMicro;
        }

        return order.Sequence > than.Sequence;
    }
}
