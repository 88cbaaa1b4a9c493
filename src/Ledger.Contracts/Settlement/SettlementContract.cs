using Ledger.Chaincode;
using Ledger.Contracts.Market;
using Ledger.Contracts.Metering;
using Ledger.Contracts.Registry;

namespace Ledger.Contracts.Settlement;

/// <summary>
/// Settles a cleared slot once every participant's meter has reported (M1): market trades, the residual with the main
/// grid, and the deviation, netted to one payment per participant. Money and energy are conserved to the unit, which is
/// checked every time.
/// </summary>
[Contract("settlement")]
public sealed class SettlementContract
{
    /// <summary>
    /// Names the main grid's account, the one account that settles this market, and how deviations are priced
    /// (<c>single</c> or <c>dual</c>). For operators of the organisation that runs the market.
    /// </summary>
    [Function]
    [Requires("role", "operator")]
    public void Configure(
        CallContext context, string market, string gridAccount, string operatorAccount, string imbalanceMode)
    {
        var organisation = RegistryCalls.OrganisationOf(context, market);
        if (organisation != context.Caller.Organisation)
        {
            context.Deny("market " + market + " is run by " + organisation);
        }

        Names.RequireAccount(context, gridAccount);
        Names.RequireAccount(context, operatorAccount);
        context.Require(imbalanceMode is "single" or "dual", "an imbalance mode is single or dual");
        var configs = new RecordStore<SettlementConfig>(context, "config");
        configs.Put(configs.Root.And(market),
            new SettlementConfig(gridAccount, operatorAccount, imbalanceMode == "dual"));
    }

    /// <summary>
    /// Settles a cleared slot. Event <c>slotSettled</c>: market (text), slot, traded Wh, grid import Wh, grid export
    /// Wh, n¤ due to the main grid (longs).
    /// </summary>
    [Function]
    [Requires("role", "operator")]
    public void Settle(CallContext context, string market, long slot)
    {
        var config = OperatedConfig(context, market);
        var result = MarketCalls.Result(context, market, slot);
        context.Require(
            result[0] == SlotPhase.Cleared,
            "slot " + slot + " of market " + market + " is " + SlotPhase.NameOf((int)result[0]) + ", not cleared");
        var names = MarketCalls.Participants(context, market, slot);
        var accounts = EveryOther(names, 0);
        var metered = Metered(context, slot, EveryOther(names, 1));
        var tariff = RegistryCalls.Tariff(context, market, slot);
        var prices = new SettlementPrices(result[2] == 1, result[3], tariff[0], tariff[1]);
        var positions = MarketCalls.Positions(context, market, slot);
        var bills = SlotSettlement.Bills(accounts, positions, metered, prices, config.IsDual);
        var received = new SlotPayments(context, market, slot).Pay(bills, config.GridAccount);
        var summary = SlotTotals.Of(bills, prices, received);
        context.Require(summary.TradedWh == result[1], "the trades of slot " + slot + " do not add up");
        PutBills(context, market, slot, bills);
        var summaries = new RecordStore<NumbersRecord>(context, "summary");
        summaries.Put(summaries.Root.And(market).And(slot), new NumbersRecord(summary.Values()));
        MarketCalls.MarkSettled(context, market, slot);
        context.Emit(
            "slotSettled",
            new RecordWriter()
                .Text(market)
                .Long(slot)
                .Long(summary.TradedWh)
                .Long(summary.GridImportWh)
                .Long(summary.GridExportWh)
                .Long(summary.GridNano)
                .ToArray());
    }

    /// <summary>
    /// The totals of a settled slot as <see cref="SlotTotals.Values"/> lists them; empty before it is settled.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] SlotSummary(CallContext context, string market, long slot)
    {
        var summaries = new RecordStore<NumbersRecord>(context, "summary");
        var record = summaries.Find(summaries.Root.And(market).And(slot));
        return record == null ? new long[0] : record.Values;
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
        var bills = new RecordStore<BillLine>(context, "bill");
        for (var slot = fromSlot; slot <= toSlot; slot += Slot.LengthSeconds)
        {
            var bill = bills.Find(bills.Root.And(market).And(slot).And(account));
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
    [Requires("role", "operator", "regulator")]
    public byte[] BillLines(CallContext context, string market, long slot)
    {
        RequireReader(context, market, "");
        var bills = new RecordStore<BillLine>(context, "bill");
        var lines = bills.Scan(bills.Root.And(market).And(slot), MarketLimits.ParticipantsMax);
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

    /// <summary>What an account owes the main grid for the slots of a market, in n¤.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long Debt(CallContext context, string market, string account)
    {
        RequireReader(context, market, account);
        return new SlotPayments(context, market, 0).Debt(account);
    }

    private static SettlementConfig OperatedConfig(CallContext context, string market)
    {
        var configs = new RecordStore<SettlementConfig>(context, "config");
        var config = configs.Find(configs.Root.And(market));
        context.Require(config != null, "market " + market + " is not configured for settlement");
        if (config.OperatorAccount != context.Caller.Account)
        {
            context.Deny("market " + market + " is settled by " + config.OperatorAccount);
        }

        return config;
    }

    /// <summary>Export minus import of every meter; rejects naming the first that has not reported.</summary>
    private static long[] Metered(CallContext context, long slot, string[] meterIds)
    {
        var readings = MeteringCalls.ReadingsOf(context, slot, meterIds);
        var metered = new long[meterIds.Length];
        for (var i = 0; i < metered.Length; i++)
        {
            context.Require(readings[2 * i] >= 0, "meter " + meterIds[i] + " has no reading for slot " + slot);
            metered[i] = readings[(2 * i) + 1] - readings[2 * i];
        }

        return metered;
    }

    private static void PutBills(CallContext context, string market, long slot, BillLine[] lines)
    {
        var bills = new RecordStore<BillLine>(context, "bill");
        var root = bills.Root.And(market).And(slot);
        foreach (var line in lines)
        {
            bills.Put(root.And(line.Account), line);
        }
    }

    private static void RequireReader(CallContext context, string market, string account)
    {
        var caller = context.Caller;
        var role = caller.Attribute("role");
        if (caller.Account == account || role == "regulator")
        {
            return;
        }

        var isOperator = role == "operator"
            && (caller.Organisation == Names.OrganisationOf(account)
                || caller.Organisation == RegistryCalls.OrganisationOf(context, market));
        if (!isOperator)
        {
            context.Deny("bills are for the account itself, operators of the market and regulators");
        }
    }

    private static string[] EveryOther(string[] values, int first)
    {
        var chosen = new string[values.Length / 2];
        for (var i = 0; i < chosen.Length; i++)
        {
            chosen[i] = values[(2 * i) + first];
        }

        return chosen;
    }
}
