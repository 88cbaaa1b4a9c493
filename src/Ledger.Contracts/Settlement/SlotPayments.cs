using Ledger.Chaincode;
using Ledger.Contracts.Wallet;

namespace Ledger.Contracts.Settlement;

/// <summary>
/// Moves the money of one slot through the clearing account <c>market/ID</c>: one payment per participant, one of each
/// third party and one of the main grid, after which the clearing account holds exactly 0. Who lacks money pays what
/// there is; the rest is a debt to the main grid, which receives so much less now and gets it with the participant's next
/// payments. Lives for one call.
/// </summary>
public readonly struct SlotPayments
{
    private readonly CallContext _context;
    private readonly string _clearing;
    private readonly string _cause;
    private readonly RecordStore<NumbersRecord> _debts;
    private readonly StateKey _debtsOfMarket;

    /// <summary>Prepares the payments of a slot.</summary>
    public SlotPayments(CallContext context, string market, string cause)
    {
        _context = context;
        _clearing = Names.ReservedOrganisation + "/" + market;
        _cause = cause;
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
    /// Pays what is due of all bills and fills in what was paid and is owed. Returns what the main grid received
    /// (negative: paid).
    /// </summary>
    /// <param name="bills">The bills; what is paid is added to what they say was paid before.</param>
    /// <param name="duesNano">What each bill comes to now, positive = receives.</param>
    /// <param name="others">Third parties.</param>
    /// <param name="gridAccount">The account of the main grid.</param>
    public long Pay(BillLine[] bills, long[] duesNano, ThirdParties others, string gridAccount)
    {
        // Payers first, so that the clearing account never needs credit: with the grid's part it has what the receivers
        // get.
        var paid = new long[bills.Length];
        var grid = -others.TotalNano;
        for (var i = 0; i < bills.Length; i++)
        {
            var debt = Debt(bills[i].Account);
            var due = debt - duesNano[i];
            bills[i].DebtNano = 0;
            paid[i] = -due;
            if (due > 0)
            {
                paid[i] = -WalletCalls.PayUpTo(_context, bills[i].Account, _clearing, due, _cause);
                bills[i].DebtNano = due + paid[i];
            }

            bills[i].PaidNano += paid[i];
            grid -= paid[i];
            PutDebt(bills[i].Account, debt, bills[i].DebtNano);
        }

        Collect(others, gridAccount, grid);
        for (var i = 0; i < bills.Length; i++)
        {
            if (paid[i] > 0)
            {
                WalletCalls.Pay(_context, _clearing, bills[i].Account, paid[i], _cause);
            }
        }

        Distribute(others, gridAccount, grid);
        _context.Require(
            WalletCalls.Balance(_context, _clearing) == 0, "the clearing account " + _clearing + " is not at zero");
        return grid;
    }

    private void Collect(ThirdParties others, string gridAccount, long grid)
    {
        for (var i = 0; i < others.Count; i++)
        {
            if (others.AmountNano(i) < 0)
            {
                WalletCalls.Pay(_context, others.Account(i), _clearing, -others.AmountNano(i), _cause);
            }
        }

        if (grid < 0)
        {
            WalletCalls.Pay(_context, gridAccount, _clearing, -grid, _cause);
        }
    }

    private void Distribute(ThirdParties others, string gridAccount, long grid)
    {
        for (var i = 0; i < others.Count; i++)
        {
            if (others.AmountNano(i) > 0)
            {
                WalletCalls.Pay(_context, _clearing, others.Account(i), others.AmountNano(i), _cause);
            }
        }

        if (grid > 0)
        {
            WalletCalls.Pay(_context, _clearing, gridAccount, grid, _cause);
        }
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
