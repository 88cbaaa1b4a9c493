using Ledger.Chaincode;

namespace Ledger.Contracts.Wallet;

/// <summary>
/// Money of every account, in n¤, with a statement (M18). Accounts open by being named. No balance falls below 0,
/// except within the credit limit that a bank grants. Contracts keep money in escrow on accounts of their own.
/// </summary>
[Contract("wallet")]
public sealed partial class WalletContract
{
    /// <summary>Brings money onto the ledger.</summary>
    [Function]
    [Requires("role", Roles.Bank)]
    public void Issue(CallContext context, string account, long amountNano)
    {
        RequireNamedBank(context);
        Names.RequireAccount(context, account);
        RequireAmount(context, amountNano);
        var totals = ReadTotals(context);
        context.Require(
            amountNano <= TotalsRecord.IssuedNanoMax - totals.IssuedNano, "more than 4000000000 would be issued");
        WriteTotals(context, new TotalsRecord(totals.IssuedNano + amountNano, totals.RedeemedNano));
        var book = new AccountBook(context);
        book.Add(account, book.Find(account), amountNano, context.Caller.Account, "issue");
    }

    /// <summary>Takes money off the ledger; never more than the account has.</summary>
    [Function]
    [Requires("role", Roles.Bank)]
    public void Redeem(CallContext context, string account, long amountNano)
    {
        RequireNamedBank(context);
        Names.RequireAccount(context, account);
        RequireAmount(context, amountNano);
        var book = new AccountBook(context);
        var holder = book.Find(account);
        context.Require(holder.BalanceNano >= amountNano, "account " + account + " has " + holder.BalanceNano);
        var totals = ReadTotals(context);
        WriteTotals(context, new TotalsRecord(totals.IssuedNano, totals.RedeemedNano + amountNano));
        book.Add(account, holder, -amountNano, context.Caller.Account, "redeem");
    }

    /// <summary>
    /// Lets an account owe up to a limit, such as the account of the main grid. Lowering it does not collect what is
    /// owed.
    /// </summary>
    [Function]
    [Requires("role", Roles.Bank)]
    public void SetCreditLimit(CallContext context, string account, long limitNano)
    {
        RequireNamedBank(context);
        Names.RequireAccount(context, account);
        context.Require(limitNano is >= 0 and <= Bounds.AmountNanoMax, "a credit limit is 0 to 10^18");
        new AccountBook(context).PutLimit(account, limitNano);
    }

    /// <summary>
    /// Pays from the caller's account. Event <c>transferred</c>: from, to (texts), amount (long), memo (text).
    /// </summary>
    [Function]
    [AnyMember]
    public void Transfer(CallContext context, string to, long amountNano, string memo)
    {
        var from = context.Caller.Account;
        Names.RequireAccount(context, from);
        Names.RequireAccount(context, to);
        RequireAmount(context, amountNano);
        context.Require(memo.Length <= Names.TextLengthMax, "a memo has at most 64 characters");
        MoveWhole(context, from, to, amountNano, memo);
        context.Emit("transferred", new RecordWriter().Text(from).Text(to).Long(amountNano).Text(memo).ToArray());
    }

    /// <summary>Pays on behalf of a market or settlement; rejects when the payer has less.</summary>
    [Function]
    [FromContract("market", "settlement", "trading")]
    public void Pay(CallContext context, string from, string to, long amountNano, string cause)
    {
        RequireAmount(context, amountNano);
        MoveWhole(context, from, to, amountNano, cause);
    }

    /// <summary>
    /// Pays as much of the amount as the payer has (credit included), and returns it; 0 writes nothing.
    /// </summary>
    [Function]
    [FromContract("market", "settlement", "trading")]
    public long PayUpTo(CallContext context, string from, string to, long amountNano, string cause)
    {
        RequireAmount(context, amountNano);
        context.Require(from != to, "an account cannot pay itself");
        var book = new AccountBook(context);
        var payer = book.Find(from);
        var available = payer.BalanceNano + payer.CreditLimitNano;
        var paid = available < amountNano ? available : amountNano;
        if (paid <= 0)
        {
            return 0;
        }

        book.Move(from, payer, to, paid, cause);
        return paid;
    }

    /// <summary>The balance of an account in n¤.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long Balance(CallContext context, string account) => new AccountBook(context).Find(account).BalanceNano;

    /// <summary>Money issued and redeemed so far, in n¤.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] Totals(CallContext context)
    {
        var totals = ReadTotals(context);
        return new long[] { totals.IssuedNano, totals.RedeemedNano };
    }

    /// <summary>
    /// Adds up all accounts: their number, the sum of their balances, money issued, money redeemed. The sum is issued
    /// minus redeemed.
    /// </summary>
    [Function(ReadOnly = true)]
    [Requires("role", Roles.Regulator, Roles.Operator, Roles.Bank)]
    public long[] Audit(CallContext context)
    {
        var accounts = new RecordStore<AccountRecord>(context, "account");
        var records = accounts.Scan(accounts.Root, Bounds.AuditAccountsMax + 1);
        context.Require(records.Length <= Bounds.AuditAccountsMax, "there are too many accounts for one answer");
        Int128 sum = 0;
        foreach (var record in records)
        {
            sum += record.BalanceNano;
        }

        var totals = ReadTotals(context);
        return new long[] { records.Length, (long)sum, totals.IssuedNano, totals.RedeemedNano };
    }

    /// <summary>
    /// Lines of an account's statement from a sequence on, at most <paramref name="limit"/> (1 to 1,000): count (int),
    /// then per line sequence, block height (longs), counterpart (text), signed amount (long), cause (text), balance
    /// after (long). For the account itself, operators of its organisation and regulators.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public byte[] Statement(CallContext context, string account, long fromSequence, int limit)
    {
        context.Require(limit is > 0 and <= Bounds.ListMax, "a limit is 1 to 1000");
        context.Require(fromSequence >= 0, "a sequence is not negative");
        RequireMayRead(context, account);

        var count = new AccountBook(context).Find(account).Lines;
        var end = count - fromSequence < limit ? count : fromSequence + limit;
        var writer = new RecordWriter().Int(end > fromSequence ? (int)(end - fromSequence) : 0);
        for (var sequence = fromSequence; sequence < end; sequence++)
        {
            var line = Line(context, account, sequence);
            writer.Long(sequence).Long(line.BlockHeight).Text(line.Counterpart);
            writer.Long(line.AmountNano).Text(line.Cause).Long(line.BalanceNano);
        }

        return writer.ToArray();
    }

    private static void RequireNamedBank(CallContext context)
    {
        var banks = new RecordStore<BankRecord>(context, "bank");
        var bank = banks.Find(banks.Root);
        if (bank != null && bank.Account != context.Caller.Account)
        {
            context.Deny("the settlement bank is " + bank.Account);
        }
    }

    private static void MoveWhole(CallContext context, string from, string to, long amountNano, string cause)
    {
        context.Require(from != to, "an account cannot pay itself");
        var book = new AccountBook(context);
        var payer = book.Find(from);
        if (payer.BalanceNano + payer.CreditLimitNano < amountNano)
        {
            context.Reject("account " + from + " has " + payer.BalanceNano + " and needs " + amountNano);
        }

        book.Move(from, payer, to, amountNano, cause);
    }

    private static bool MayRead(Caller caller, string account)
    {
        var role = caller.Attribute("role");
        return caller.Account == account
            || role == Roles.Regulator
            || (role == Roles.Operator && caller.Organisation == Names.OrganisationOf(account));
    }

    private static void RequireAmount(CallContext context, long amountNano)
    {
        if (amountNano is <= 0 or > Bounds.AmountNanoMax)
        {
            context.Reject("an amount is 1 to 10^18");
        }
    }

    private static TotalsRecord ReadTotals(CallContext context)
    {
        var totals = new RecordStore<TotalsRecord>(context, "totals");
        return totals.Find(totals.Root) ?? new TotalsRecord(0, 0);
    }

    private static void WriteTotals(CallContext context, TotalsRecord record)
    {
        var totals = new RecordStore<TotalsRecord>(context, "totals");
        totals.Put(totals.Root, record);
    }
}
