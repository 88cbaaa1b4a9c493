using Ledger.Chaincode;

namespace Ledger.Contracts.Trading;

/// <summary>The collections of the trading contract. Lives for one call.</summary>
public readonly struct TradingState
{
    private readonly CallContext _context;
    private readonly RecordStore<OfferRecord> _offers;
    private readonly RecordStore<TradeRecord> _trades;
    private readonly RecordStore<TradingTerms> _terms;
    private readonly RecordStore<TradedEnergy> _energy;
    private readonly RecordStore<NumberRecord> _debts;

    /// <summary>Opens the state for one call.</summary>
    public TradingState(CallContext context)
    {
        _context = context;
        _offers = new RecordStore<OfferRecord>(context, "offer");
        _trades = new RecordStore<TradeRecord>(context, "trade");
        _terms = new RecordStore<TradingTerms>(context, "terms");
        _energy = new RecordStore<TradedEnergy>(context, "energy");
        _debts = new RecordStore<NumberRecord>(context, "debt");
    }

    /// <summary>An offer, or null.</summary>
    public OfferRecord? FindOffer(string id) => _offers.Find(_offers.Root.And(id));

    /// <summary>Stores an offer.</summary>
    public void Put(string id, OfferRecord offer) => _offers.Put(_offers.Root.And(id), offer);

    /// <summary>A trade, or null.</summary>
    public TradeRecord? FindTrade(string id) => _trades.Find(_trades.Root.And(id));

    /// <summary>A trade in a status; rejects naming the one it is in.</summary>
    public TradeRecord TradeIn(string id, int status)
    {
        var trade = FindTrade(id);
        _context.Require(trade != null, "UNKNOWN_TRADE: there is no trade " + id);
        _context.Require(
            trade.Status == status,
            "trade " + id + " is " + TradeStatus.NameOf(trade.Status) + ", not " + TradeStatus.NameOf(status));
        return trade;
    }

    /// <summary>Stores a trade.</summary>
    public void Put(string id, TradeRecord trade) => _trades.Put(_trades.Root.And(id), trade);

    /// <summary>The terms of a microgrid, or null.</summary>
    public TradingTerms? FindTerms(string microgrid) => _terms.Find(_terms.Root.And(microgrid));

    /// <summary>Stores terms.</summary>
    public void Put(string microgrid, TradingTerms terms) => _terms.Put(_terms.Root.And(microgrid), terms);

    /// <summary>What trades took of an account's reading.</summary>
    public TradedEnergy Energy(long slot, string account) =>
        _energy.Find(_energy.Root.And(slot).And(account)) ?? new TradedEnergy();

    /// <summary>Stores it.</summary>
    public void Put(long slot, string account, TradedEnergy energy) =>
        _energy.Put(_energy.Root.And(slot).And(account), energy);

    /// <summary>What an account owes a distributor, in n¤.</summary>
    public long Debt(string account, string lpd) => _debts.Find(_debts.Root.And(account).And(lpd))?.Value ?? 0;

    /// <summary>Stores a debt; 0 removes it.</summary>
    public void PutDebt(string account, string lpd, long amountNano)
    {
        var key = _debts.Root.And(account).And(lpd);
        if (amountNano == 0)
        {
            _debts.Delete(key);
            return;
        }

        _debts.Put(key, new NumberRecord(amountNano));
    }
}
