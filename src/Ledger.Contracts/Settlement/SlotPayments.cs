using Ledger.Chaincode;
using Ledger.Contracts.Wallet;

namespace Ledger.Contracts.Settlement;

/// <summary>
/// Moves the money of one slot through the clearing account <c>market/ID</c>: one payment per participant and one of
/// the main grid, after which the clearing account holds exactly 0. Who lacks money pays what there is; the rest is a
/// debt to the main grid, which receives so much less now and gets it with the participant's next payments. Lives for
/// one call.
/// </summary>
public readonly struct SlotPayments
{
    private readonly CallContext _context;
    private readonly string _clearing;
    private readonly string _cause;
    private readonly RecordStore<NumbersRecord> _debts;
    private readonly StateKey _debtsOfMarket;

    /// <summary>Prepares the payments of a slot.</summary>
    public SlotPayments(CallContext context, string market, long slot)
    {
        _context = context;
        _clearing = Names.ReservedOrganisation + "/" + market;
        _cause = "slot " + slot;
        _debts = new RecordStore<NumbersRecord>(context, "debt");
        _debtsOfMarket = _debts.Root.And(market);
    }

    /// <summary>What an account owes the main grid, in n¤.</summary>
    public long Debt(string account)
    {
        var record = _debts.Find(_debtsOfMarket.And(account));
        return record == null ? 0 : record.Values[0];
    }

    /// <summary>
    /// Pays all bills and fills in what was paid and is owed. Returns what the main grid received (negative: paid).
    /// </summary>
    public long Pay(BillLine[] bills, string gridAccount)
    {
        // Payers first, so that the clearing account never needs credit: with the grid's part it has what the receivers
        // get.
        long grid = 0;
        foreach (var bill in bills)
        {
            var debt = Debt(bill.Account);
            var due = debt - bill.NetNano;
            if (due > 0)
            {
                bill.PaidNano = -WalletCalls.PayUpTo(_context, bill.Account, _clearing, due, _cause);
                bill.DebtNano = due + bill.PaidNano;
            }
            else
            {
                bill.PaidNano = -due;
            }

            grid -= bill.PaidNano;
            PutDebt(bill.Account, debt, bill.DebtNano);
        }

        if (grid < 0)
        {
            WalletCalls.Pay(_context, gridAccount, _clearing, -grid, _cause);
        }

        foreach (var bill in bills)
        {
            if (bill.PaidNano > 0)
            {
                WalletCalls.Pay(_context, _clearing, bill.Account, bill.PaidNano, _cause);
            }
        }

        if (grid > 0)
        {
            WalletCalls.Pay(_context, _clearing, gridAccount, grid, _cause);
        }

        _context.Require(
            WalletCalls.Balance(_context, _clearing) == 0, "the clearing account " + _clearing + " is not at zero");
        return grid;
    }

    private void PutDebt(string account, long before, long after)
    {
        if (after == before)
        {
            return;
        }

        if (after == 0)
        {
            _debts.Delete(_debtsOfMarket.And(account));
            return;
        }

        _debts.Put(_debtsOfMarket.And(account), new NumbersRecord(new long[] { after }));
    }
}
