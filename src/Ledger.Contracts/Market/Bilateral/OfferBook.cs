namespace Ledger.Contracts.Market.Bilateral;

/// <summary>
/// otc (M2): offers over the counter, in the order of posting. Operations return null when they were done and otherwise
/// the first code that applies, in the order that each names. Operations cost O(offers). Not shared.
/// </summary>
public sealed class OfferBook
{
    private readonly List<BilateralOffer> _offers = new();

    /// <summary>Number of offers ever posted.</summary>
    public int Count => _offers.Count;

    /// <summary>An offer, in posting order.</summary>
    public BilateralOffer At(int index) => _offers[index];

    /// <summary>Posts an offer: <c>DUPLICATE_ID</c>, <c>BAD_QTY</c>.</summary>
    public string? Post(BilateralOffer offer)
    {
        if (Find(offer.Id) != null)
        {
            return "DUPLICATE_ID";
        }

        if (offer.LeftWh <= 0)
        {
            return "BAD_QTY";
        }

        _offers.Add(offer);
        return null;
    }

    /// <summary>
    /// Takes a quantity of one offer: <c>UNKNOWN_OFFER</c>, <c>CLOSED</c>, <c>EXPIRED</c>, <c>SELF_TRADE</c>,
    /// <c>NOT_COUNTERPARTY</c>, <c>BAD_QTY</c>, <c>QTY_EXCEEDS</c>, <c>BELOW_MIN_LOT</c>.
    /// </summary>
    public string? Accept(string id, string by, long quantityWh, long time, List<BilateralTrade> trades)
    {
        var offer = Find(id);
        var refusal = offer == null ? "UNKNOWN_OFFER"
            : offer.IsClosed ? "CLOSED"
            : offer.IsExpired(time) ? "EXPIRED"
            : offer.Owner == by ? "SELF_TRADE"
            : offer.Counterparty != null && offer.Counterparty != by ? "NOT_COUNTERPARTY"
            : quantityWh <= 0 ? "BAD_QTY"
            : quantityWh > offer.LeftWh ? "QTY_EXCEEDS"
            : quantityWh < offer.MinimumLotWh && quantityWh < offer.LeftWh ? "BELOW_MIN_LOT"
            : null;
        if (refusal == null)
        {
            offer!.LeftWh -= quantityWh;
            trades.Add(new BilateralTrade(offer, by, quantityWh));
        }

        return refusal;
    }

    /// <summary>Withdraws an offer: <c>UNKNOWN_OFFER</c>, <c>CLOSED</c>, <c>NOT_OWNER</c>.</summary>
    public string? Withdraw(string id, string by)
    {
        var offer = Find(id);
        var refusal = offer == null ? "UNKNOWN_OFFER"
            : offer.IsClosed ? "CLOSED"
            : offer.Owner != by ? "NOT_OWNER"
            : null;
        if (refusal == null)
        {
            offer!.IsWithdrawn = true;
        }

        return refusal;
    }

    /// <summary>
    /// Buys from all offers that suit, the cheapest first, then the first posted: <c>BAD_QTY</c>, <c>NO_MATCH</c> (nothing
    /// found), <c>NOT_FILLED</c> (all or none, and not enough).
    /// </summary>
    public string? Buy(BilateralRequest request, long time, List<BilateralTrade> trades)
    {
        if (request.QuantityWh <= 0)
        {
            return "BAD_QTY";
        }

        var candidates = new List<int>();
        for (var i = 0; i < _offers.Count; i++)
        {
            if (Suits(_offers[i], request, time))
            {
                candidates.Add(i);
            }
        }

        var indices = candidates.ToArray();
        MergeSort.Sort(indices, new ByPrice(_offers));
        var needed = request.QuantityWh;
        var taken = new List<BilateralTrade>();
        foreach (var index in indices)
        {
            var offer = _offers[index];
            if (needed > 0 && (needed >= offer.MinimumLotWh || needed >= offer.LeftWh))
            {
                var quantity = needed < offer.LeftWh ? needed : offer.LeftWh;
                taken.Add(new BilateralTrade(offer, request.By, quantity));
                needed -= quantity;
            }
        }

        if (taken.Count == 0)
        {
            return "NO_MATCH";
        }

        if (request.IsAllOrNone && needed > 0)
        {
            return "NOT_FILLED";
        }

        foreach (var trade in taken)
        {
            trade.Offer.LeftWh -= trade.QuantityWh;
            trades.Add(trade);
        }

        return null;
    }

    private static bool Suits(BilateralOffer offer, BilateralRequest request, long time)
    {
        if (offer.IsClosed || offer.IsExpired(time) || offer.Owner == request.By
            || (offer.Counterparty != null && offer.Counterparty != request.By)
            || offer.PriceMicro > request.PriceMicroMax)
        {
            return false;
        }

        foreach (var origin in request.Origins)
        {
            if (origin == offer.Origin)
            {
                return true;
            }
        }

        return request.Origins.Length == 0;
    }

    private BilateralOffer? Find(string id)
    {
        foreach (var offer in _offers)
        {
            if (offer.Id == id)
            {
                return offer;
            }
        }

        return null;
    }

    private sealed class ByPrice : IPrecedence
    {
        private readonly List<BilateralOffer> _offers;

        public ByPrice(List<BilateralOffer> offers)
        {
            _offers = offers;
        }

        public bool Precedes(int left, int right) => _offers[left].PriceMicro != _offers[right].PriceMicro
            ? _offers[left].PriceMicro < _offers[right].PriceMicro
            : left < right;
    }
}
