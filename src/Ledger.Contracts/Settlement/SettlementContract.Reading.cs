using Ledger.Chaincode;
using Ledger.Contracts.Market;
using Ledger.Contracts.Registry;
using Ledger.Contracts.Settlement.Rules;

namespace Ledger.Contracts.Settlement;

/// <content>Read-only functions.</content>
public sealed partial class SettlementContract
{
    private const int BillsMax = MarketLimits.ParticipantsMax * MarketLimits.SourcesMax;

    /// <summary>
    /// The totals of a settled slot as <see cref="SlotTotals.Values"/> lists them; empty before it is settled.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] SlotSummary(CallContext context, string market, long slot)
    {
        return new SettlementState(context).Summary(market, slot);
    }

    /// <summary>
    /// The sums of an account's bills from one slot to another (both included, at most 3,072 quarters of an hour): 0
    /// settled slots, then the numbers of <see cref="BillLine.Values"/> added up; the last, the debt, is that after the
    /// latest of them. For the account itself, operators of the organisation that runs the market or of the account's,
    /// and regulators.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] Bill(CallContext context, string market, string account, long fromSlot, long toSlot)
    {
        SlotRules.Require(context, fromSlot);
        SlotRules.Require(context, toSlot);
        context.Require(
            fromSlot <= toSlot && (toSlot - fromSlot) / Slot.LengthSeconds < SlotRules.RangeMax,
            "a range is 1 to 3072 slots");
        RequireReader(context, market, account);
        var sums = new long[BillLine.Columns + 1];
        var state = new SettlementState(context);
        for (var slot = fromSlot; slot <= toSlot; slot += Slot.LengthSeconds)
        {
            var bill = state.Bill(market, slot, account);
            if (bill == null)
            {
                continue;
            }

            var values = bill.Values();
            sums[0]++;
            for (var i = 0; i < values.Length - 1; i++)
            {
                sums[i + 1] += values[i];
            }

            sums[values.Length] = bill.DebtNano;
        }

        return sums;
    }

    /// <summary>
    /// All bills of a slot by account: count (int), then per bill the account (text) and the twelve numbers of
    /// <see cref="BillLine.Values"/> (longs). For operators of the organisation that runs the market, and regulators.
    /// </summary>
    [Function(ReadOnly = true)]
    [Requires("role", Roles.Operator, Roles.Regulator)]
    public byte[] BillLines(CallContext context, string market, long slot)
    {
        RequireReader(context, market, "");
        var lines = new SettlementState(context).Bills(market, slot, BillsMax);
        var writer = new RecordWriter().Int(lines.Length);
        foreach (var line in lines)
        {
            writer.Text(line.Account);
            foreach (var value in line.Values())
            {
                writer.Long(value);
            }
        }

        return writer.ToArray();
    }

    /// <summary>
    /// An invoice in minor units of the currency for an account from one slot to another (both included, at most 3,072
    /// quarters of an hour): the total, rounded half to even, then market, main grid, deviations, transport and levies,
    /// rounded so that they add up to it (<see cref="InvoiceRounding"/>). Positive is owed by the account. For those who
    /// may read <see cref="Bill"/>.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] Invoice(
        CallContext context, string market, string account, long fromSlot, long toSlot, long unitNano)
    {
        context.Require(unitNano > 0, "a minor unit is positive");
        var sums = Bill(context, market, account, fromSlot, toSlot);
        var lines = new Int128[] { -sums[7], -sums[8], -sums[9], 0, 0 };
        var state = new SettlementState(context);
        for (var slot = fromSlot; slot <= toSlot; slot += Slot.LengthSeconds)
        {
            var bill = state.Bill(market, slot, account);
            lines[3] -= bill?.TransportNano ?? 0;
            lines[4] -= bill?.LevyNano ?? 0;
        }

        var (total, minor) = InvoiceRounding.Round(lines, unitNano);
        var values = new long[1 + minor.Length];
        values[0] = (long)total;
        for (var i = 0; i < minor.Length; i++)
        {
            values[i + 1] = (long)minor[i];
        }

        return values;
    }

    /// <summary>
    /// The five numbers of <see cref="BillLine.Others"/> for one bill, after its twelve; empty when there is none. For
    /// those who may read <see cref="Bill"/>.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] BillDetails(CallContext context, string market, string account, long slot)
    {
        RequireReader(context, market, account);
        var bill = new SettlementState(context).Bill(market, slot, account);
        if (bill == null)
        {
            return new long[0];
        }

        var values = new List<long>();
        foreach (var value in bill.Values())
        {
            values.Add(value);
        }

        foreach (var value in bill.Others())
        {
            values.Add(value);
        }

        return values.ToArray();
    }

    /// <summary>
    /// The reliability score of an account in a market, in basis points (M10); 10,000 before its first settled slot.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long Reliability(CallContext context, string market, string account) =>
        new ReliabilityBook(context, market, 0).ScoreOf(account);

    /// <summary>The scores of several accounts (at most 1,000), in their order.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] ReliabilityOf(CallContext context, string market, string[] accounts)
    {
        context.Require(accounts.Length <= Bounds.ListMax, "at most 1000 accounts are asked at once");
        var book = new ReliabilityBook(context, market, 0);
        var scores = new long[accounts.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = book.ScoreOf(accounts[i]);
        }

        return scores;
    }

    /// <summary>What an account owes the main grid for the slots of a market, in n¤.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long Debt(CallContext context, string market, string account)
    {
        RequireReader(context, market, account);
        return new SlotPayments(context, market, "").Debt(account);
    }

    private static void RequireReader(CallContext context, string market, string account)
    {
        var caller = context.Caller;
        var role = caller.Attribute("role");
        if (caller.Account == account || role == Roles.Regulator)
        {
            return;
        }

        var isOperator = role == Roles.Operator
            && (caller.Organisation == Names.OrganisationOf(account)
                || caller.Organisation == RegistryCalls.OrganisationOf(context, MarketId.MicrogridOf(market)));
        if (!isOperator)
        {
            context.Deny("bills are for the account itself, operators of the market and regulators");
        }
    }
}
