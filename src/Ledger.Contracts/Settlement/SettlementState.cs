using Ledger.Chaincode;

namespace Ledger.Contracts.Settlement;

/// <summary>The collections of settlement. Lives for one call.</summary>
public readonly struct SettlementState
{
    private readonly CallContext _context;
    private readonly RecordStore<SettlementConfig> _configs;
    private readonly RecordStore<BillLine> _bills;
    private readonly RecordStore<NumbersRecord> _summaries;
    private readonly RecordStore<ThirdPartyRecord> _others;

    /// <summary>Opens the state for one call.</summary>
    public SettlementState(CallContext context)
    {
        _context = context;
        _configs = new RecordStore<SettlementConfig>(context, "config");
        _bills = new RecordStore<BillLine>(context, "bill");
        _summaries = new RecordStore<NumbersRecord>(context, "summary");
        _others = new RecordStore<ThirdPartyRecord>(context, "others");
    }

    /// <summary>How a market is settled, or null.</summary>
    public SettlementConfig? Config(string market) => _configs.Find(_configs.Root.And(market));

    /// <summary>The same for the account that settles it; others are denied.</summary>
    public SettlementConfig OperatedConfig(string market)
    {
        var config = Config(market);
        _context.Require(config != null, "market " + market + " is not configured for settlement");
        if (config.OperatorAccount != _context.Caller.Account)
        {
            _context.Deny("market " + market + " is settled by " + config.OperatorAccount);
        }

        return config;
    }

    /// <summary>Stores how a market is settled.</summary>
    public void Put(string market, SettlementConfig config) => _configs.Put(_configs.Root.And(market), config);

    /// <summary>The bill of an account, or null.</summary>
    public BillLine? Bill(string market, long slot, string account) =>
        _bills.Find(_bills.Root.And(market).And(slot).And(account));

    /// <summary>All bills of a slot, by account.</summary>
    public BillLine[] Bills(string market, long slot, int limit) =>
        _bills.Scan(_bills.Root.And(market).And(slot), limit);

    /// <summary>The totals of a slot; empty before it is settled.</summary>
    public long[] Summary(string market, long slot) =>
        _summaries.Find(_summaries.Root.And(market).And(slot))?.Values ?? new long[0];

    /// <summary>What third parties received for a slot.</summary>
    public ThirdParties Others(string market, long slot) =>
        _others.Find(_others.Root.And(market).And(slot))?.ToOthers() ?? new ThirdParties();

    /// <summary>Stores the result of a settlement.</summary>
    public void Put(string market, long slot, BillLine[] bills, long[] summary, ThirdParties others)
    {
        var root = _bills.Root.And(market).And(slot);
        foreach (var bill in bills)
        {
            _bills.Put(root.And(bill.Account), bill);
        }

        _summaries.Put(_summaries.Root.And(market).And(slot), new NumbersRecord(summary));
        if (others.Count > 0)
        {
            _others.Put(_others.Root.And(market).And(slot), ThirdPartyRecord.Of(others));
        }
    }
}
