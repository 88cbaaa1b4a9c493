using Ledger.Chaincode;

namespace Ledger.Contracts.Wallet;

/// <summary>
/// Changes balances and writes the statement line of each change: one read and two writes per account, no scan. Lives
/// for one call.
/// </summary>
public readonly struct AccountBook
{
    private readonly CallContext _context;
    private readonly RecordStore<AccountRecord> _accounts;

    /// <summary>Opens the book for one call.</summary>
    public AccountBook(CallContext context)
    {
        _context = context;
        _accounts = new RecordStore<AccountRecord>(context, "account");
    }

    /// <summary>What the account holds.</summary>
    public AccountRecord Find(string account) =>
        _accounts.Find(_accounts.Root.And(account)) ?? new AccountRecord(0, 0, 0);

    /// <summary>Stores a credit limit.</summary>
    public void PutLimit(string account, long limitNano)
    {
        var old = Find(account);
        _accounts.Put(_accounts.Root.And(account), new AccountRecord(old.BalanceNano, limitNano, old.Lines));
    }

    /// <summary>Adds a signed amount to the account as it was found and writes the line.</summary>
    public void Add(string account, AccountRecord old, long amountNano, string counterpart, string cause)
    {
        var balance = old.BalanceNano + amountNano;
        _accounts.Put(_accounts.Root.And(account), new AccountRecord(balance, old.CreditLimitNano, old.Lines + 1));
        var lines = new RecordStore<StatementLine>(_context, "line");
        lines.Put(
            lines.Root.And(account).And(old.Lines),
            new StatementLine(
                _context.BlockHeight, _context.BlockTimeMilliseconds, counterpart, amountNano, cause, balance));
    }

    /// <summary>Moves a positive amount between two different accounts; the payer's limit has been checked.</summary>
    public void Move(string from, AccountRecord payer, string to, long amountNano, string cause)
    {
        Add(from, payer, -amountNano, to, cause);
        Add(to, Find(to), amountNano, from, cause);
    }
}
