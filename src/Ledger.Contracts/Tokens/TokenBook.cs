using Ledger.Chaincode;

namespace Ledger.Contracts.Tokens;

/// <summary>The collections of the token contract and the moves between them. Lives for one call.</summary>
public readonly struct TokenBook
{
    private readonly CallContext _context;
    private readonly long _slot;
    private readonly RecordStore<TokenHolding> _holdings;
    private readonly RecordStore<CapacityUse> _uses;

    /// <summary>Opens the book of a slot.</summary>
    public TokenBook(CallContext context, long slot)
    {
        _context = context;
        _slot = slot;
        _holdings = new RecordStore<TokenHolding>(context, "token");
        _uses = new RecordStore<CapacityUse>(context, "capacity");
    }

    /// <summary>What an account holds of an origin.</summary>
    public TokenHolding Holding(string account, int origin) =>
        _holdings.Find(HoldingKey(account).And(origin)) ?? new TokenHolding();

    /// <summary>Stores what an account holds of an origin.</summary>
    public void Put(string account, int origin, TokenHolding holding) =>
        _holdings.Put(HoldingKey(account).And(origin), holding);

    /// <summary>How much of its capacity an account has promised.</summary>
    public CapacityUse Use(string account) => _uses.Find(UseKey(account)) ?? new CapacityUse();

    /// <summary>Stores it.</summary>
    public void Put(string account, CapacityUse use) => _uses.Put(UseKey(account), use);

    /// <summary>Counts new tokens against the capacity.</summary>
    public void Promise(string account, long capacityWh, long quantityWh)
    {
        var use = Use(account);
        RequireRoom(capacityWh, use.MintedWh, quantityWh);
        use.MintedWh += quantityWh;
        Put(account, use);
    }

    /// <summary>Counts energy that the account wants to draw against the capacity.</summary>
    public void Draw(string account, long capacityWh, long quantityWh)
    {
        var use = Use(account);
        RequireRoom(capacityWh, use.DrawnWh, quantityWh);
        use.DrawnWh += quantityWh;
        Put(account, use);
    }

    /// <summary>Rejects unless the quantity is positive.</summary>
    public void RequireQuantity(long quantityWh) =>
        _context.Require(quantityWh > 0, "BAD_QTY: a quantity is positive");

    /// <summary>Rejects unless the account has so much.</summary>
    public void RequireEnough(long hasWh, long wantsWh, string account)
    {
        if (hasWh < wantsWh)
        {
            _context.Reject(
                "INSUFFICIENT: account " + account + " has " + hasWh + " of " + wantsWh + " Wh in slot " + _slot);
        }
    }

    private void RequireRoom(long capacityWh, long usedWh, long quantityWh)
    {
        if (quantityWh > capacityWh - usedWh)
        {
            _context.Reject(
                "OVER_CAPACITY: " + (capacityWh - usedWh) + " of " + capacityWh + " Wh are left in slot " + _slot);
        }
    }

    private StateKey HoldingKey(string account) => _holdings.Root.And(_slot).And(account);

    private StateKey UseKey(string account) => _uses.Root.And(_slot).And(account);
}
