using Ledger.Chaincode;

namespace Ledger.Contracts.Wallet;

/// <content>The named bank, escrow, and statements per period.</content>
public sealed partial class WalletContract
{
    /// <summary>First part of the accounts that hold money in escrow.</summary>
    private const string EscrowPrefix = Names.ReservedOrganisation + "/escrow:";

    private const long PeriodLinesMax = 100_000;

    /// <summary>
    /// Names the settlement bank: from now on only this account, with the role of a bank, issues and redeems. Before, every
    /// account with the role may.
    /// </summary>
    [Function]
    [Requires("role", Roles.Regulator)]
    public void NameBank(CallContext context, string account)
    {
        Names.RequireAccount(context, account);
        var banks = new RecordStore<BankRecord>(context, "bank");
        banks.Put(banks.Root, new BankRecord(account));
    }

    /// <summary>Takes money into the escrow of a contract's case; rejects when the payer has less.</summary>
    [Function]
    [FromContract("trading")]
    public void Hold(CallContext context, string from, string escrow, long amountNano, string cause)
    {
        RequireAmount(context, amountNano);
        MoveWhole(context, from, EscrowPrefix + escrow, amountNano, cause);
    }

    /// <summary>Pays out of an escrow; never more than is in it.</summary>
    [Function]
    [FromContract("trading")]
    public void Release(CallContext context, string escrow, string to, long amountNano, string cause)
    {
        RequireAmount(context, amountNano);
        MoveWhole(context, EscrowPrefix + escrow, to, amountNano, cause);
    }

    /// <summary>What an escrow holds, in n¤.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long Escrowed(CallContext context, string escrow) =>
        new AccountBook(context).Find(EscrowPrefix + escrow).BalanceNano;

    /// <summary>
    /// The statement of a period, from one moment (ledger time in ms, included) to another (excluded): balance before,
    /// number of lines, first sequence, sum received, sum paid, balance after. The lines themselves, with their causes, are
    /// those of <see cref="Statement"/> from that sequence on. For the account itself, operators of its organisation and
    /// regulators.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] StatementOf(CallContext context, string account, long fromMilliseconds, long toMilliseconds)
    {
        context.Require(fromMilliseconds <= toMilliseconds, "a period ends after it begins");
        RequireMayRead(context, account);
        var count = new AccountBook(context).Find(account).Lines;
        var first = FirstLineAt(context, account, count, fromMilliseconds);
        var end = FirstLineAt(context, account, count, toMilliseconds);
        context.Require(
            end - first <= PeriodLinesMax, "a period has at most 100000 lines; ask for a shorter one");
        long received = 0;
        long paid = 0;
        for (var sequence = first; sequence < end; sequence++)
        {
            var amount = Line(context, account, sequence).AmountNano;
            received += amount > 0 ? amount : 0;
            paid -= amount < 0 ? amount : 0;
        }

        var before = first == 0 ? 0 : Line(context, account, first - 1).BalanceNano;
        return new long[] { before, end - first, first, received, paid, before + received - paid };
    }

    private static long FirstLineAt(CallContext context, string account, long count, long milliseconds)
    {
        long low = 0;
        var high = count;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (Line(context, account, middle).TimeMilliseconds < milliseconds)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static StatementLine Line(CallContext context, string account, long sequence)
    {
        var lines = new RecordStore<StatementLine>(context, "line");
        var line = lines.Find(lines.Root.And(account).And(sequence));
        context.Require(line != null, "line " + sequence + " of " + account + " is gone");
        return line;
    }

    private static void RequireMayRead(CallContext context, string account)
    {
        if (!MayRead(context.Caller, account))
        {
            context.Deny("the statement of " + account + " is for the account itself, its operators and regulators");
        }
    }
}
