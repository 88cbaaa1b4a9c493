namespace Ledger.Contracts.Market;

/// <summary>
/// Writes the outcome of clearing: the numbers of the slot, positions for each market whose participants are in the book,
/// and pages of fills and pairs. What an earlier clearing of the slot wrote is replaced. Lives for one call.
/// </summary>
public readonly struct OutcomeStore
{
    private readonly MarketState _state;
    private readonly string _market;
    private readonly long _slot;

    /// <summary>Names the slot.</summary>
    public OutcomeStore(MarketState state, string market, long slot)
    {
        _state = state;
        _market = market;
        _slot = slot;
    }

    /// <summary>Stores everything but the record itself, which is filled in.</summary>
    public void Put(SlotRecord record, SlotBook book, MarketOutcome outcome)
    {
        Forget(record);
        long surplus = 0;
        for (var i = 0; i < outcome.FilledWh.Length; i++)
        {
            surplus += book.Orders[i].IsBuy ? outcome.AmountsNano[i] : -outcome.AmountsNano[i];
        }

        record.ClearedWh = outcome.ClearedWh;
        record.HasPrice = outcome.HasPrice;
        record.PriceMicro = outcome.PriceMicro;
        record.LowMicro = outcome.LowMicro;
        record.HighMicro = outcome.HighMicro;
        record.WelfareNano = outcome.WelfareNano;
        record.SurplusNano = surplus;
        record.SupervisorSellsWh = outcome.SupervisorSellsWh;
        record.Rounds = outcome.Rounds;
        record.Binding = outcome.Binding;
        PutPositions(record, "", record.Participants, book, outcome);
        foreach (var source in record.Sources)
        {
            var participants = _state.FindSlot(source, _slot)?.Participants ?? 0;
            PutPositions(record, source, participants, book, outcome);
        }

        PutFills(record, book, outcome);
        PutPairs(record, book, outcome);
        if (outcome.BusPricesMicro.Length > 0)
        {
            _state.BusPrices.Put(
                _state.BusPrices.Root.And(_market).And(_slot), new BusPricesRecord(outcome.BusPricesMicro));
        }
    }

    /// <summary>Removes what an earlier clearing wrote.</summary>
    public void Forget(SlotRecord record)
    {
        for (var page = 0; page * MarketLimits.FillsPerPage < record.Fills; page++)
        {
            _state.FillPages.Delete(_state.FillPages.Root.And(_market).And(_slot).And(page));
        }

        for (var page = 0; page * MarketLimits.PairsPerPage < record.Pairs; page++)
        {
            _state.PairPages.Delete(_state.PairPages.Root.And(_market).And(_slot).And(page));
        }

        _state.BusPrices.Delete(_state.BusPrices.Root.And(_market).And(_slot));
        record.ForgetResult();
    }

    private void PutPositions(
        SlotRecord record, string source, int participants, SlotBook book, MarketOutcome outcome)
    {
        var values = new long[PositionsRecord.Columns * participants];
        for (var i = 0; i < book.Orders.Length; i++)
        {
            var order = book.Orders[i];
            if (order.Source != source)
            {
                continue;
            }

            var column = (PositionsRecord.Columns * order.Participant) + (order.IsBuy ? 0 : 1);
            values[column] += outcome.FilledWh[i];
            values[column + 4] += outcome.AmountsNano[i];
            values[(PositionsRecord.Columns * order.Participant) + 6] +=
                outcome.TransportNano[i] + (outcome.FilledWh[i] * order.LevelFeeMicro);
            if (IsLeftToGrid(record, order))
            {
                values[column + 2] += order.QuantityWh - outcome.FilledWh[i];
            }
        }

        _state.Positions.Put(
            _state.Positions.Root.And(_market).And(_slot).And(source), new PositionsRecord(values));
    }

    private bool IsLeftToGrid(SlotRecord record, OrderRecord order) =>
        order.Source.Length == 0
        && (!SlotBook.LeavesNothing(_market, record, order)
            || (!record.Rules.IsSecured && SlotBook.IsFlexible(order) && IsLastSlot(order)));

    private bool IsLastSlot(OrderRecord order)
    {
        var key = _state.FlexibleOrders.Root.And(_market).And(order.OrderId.Substring(1));
        return _state.FlexibleOrders.Find(key)?.ToSlot == _slot;
    }

    private void PutFills(SlotRecord record, SlotBook book, MarketOutcome outcome)
    {
        var accepted = new List<int>();
        for (var i = 0; i < outcome.FilledWh.Length; i++)
        {
            if (outcome.FilledWh[i] > 0)
            {
                accepted.Add(i);
            }
        }

        // The book is in the order of source and id already.
        record.Fills = accepted.Count;
        for (var first = 0; first < accepted.Count; first += MarketLimits.FillsPerPage)
        {
            var left = accepted.Count - first;
            var count = left < MarketLimits.FillsPerPage ? left : MarketLimits.FillsPerPage;
            var page = new FillPage(new string[count], new string[count], new long[count], new long[count]);
            for (var i = 0; i < count; i++)
            {
                var index = accepted[first + i];
                var order = book.Orders[index];
                page.OrderIds[i] = order.OrderId;
                page.Accounts[i] = order.Account;
                page.SignedWh[i] = order.IsBuy ? -outcome.FilledWh[index] : outcome.FilledWh[index];
                page.AmountsNano[i] = outcome.AmountsNano[index];
            }

            var number = first / MarketLimits.FillsPerPage;
            _state.FillPages.Put(_state.FillPages.Root.And(_market).And(_slot).And(number), page);
        }
    }

    private void PutPairs(SlotRecord record, SlotBook book, MarketOutcome outcome)
    {
        var pairs = outcome.Pairs;
        record.Pairs = pairs.Length;
        for (var first = 0; first < pairs.Length; first += MarketLimits.PairsPerPage)
        {
            var left = pairs.Length - first;
            var count = left < MarketLimits.PairsPerPage ? left : MarketLimits.PairsPerPage;
            var page = new PairPage(new string[count], new string[count], new long[count], new long[count]);
            for (var i = 0; i < count; i++)
            {
                var pair = pairs[first + i];
                page.Buyers[i] = book.Orders[pair.Buy].Account;
                page.Sellers[i] = book.Orders[pair.Sell].Account;
                page.QuantitiesWh[i] = pair.QuantityWh;
                page.OriginNumbers[i] = Origins.First(book.Orders[pair.Sell].OriginSet);
            }

            var number = first / MarketLimits.PairsPerPage;
            _state.PairPages.Put(_state.PairPages.Root.And(_market).And(_slot).And(number), page);
        }
    }
}
