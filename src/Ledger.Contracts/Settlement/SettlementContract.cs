using Ledger.Chaincode;
using Ledger.Contracts.Market;
using Ledger.Contracts.Metering;
using Ledger.Contracts.Registry;
using Ledger.Contracts.Tokens;

namespace Ledger.Contracts.Settlement;

/// <summary>
/// Settles slots (M1): market trades, the residual with the main grid, the deviation, transport fees and levies, netted to
/// one payment per participant; tokens are burned in the same transaction. Money and energy are conserved to the unit,
/// which is checked every time. Corrected readings are settled again by their difference.
/// </summary>
[Contract("settlement")]
public sealed partial class SettlementContract
{
    /// <summary>
    /// Names the main grid's account, the one account that settles this market, and how deviations are priced
    /// (<c>single</c> or <c>dual</c>). For operators of the organisation that runs the market.
    /// </summary>
    [Function]
    [Requires("role", Roles.Operator)]
    public void Configure(
        CallContext context, string market, string gridAccount, string operatorAccount, string imbalanceMode)
    {
        RequireOperator(context, market);
        Names.RequireAccount(context, gridAccount);
        Names.RequireAccount(context, operatorAccount);
        context.Require(imbalanceMode is "single" or "dual", "an imbalance mode is single or dual");
        new SettlementState(context).Put(market, new SettlementConfig
        {
            GridAccount = gridAccount,
            OperatorAccount = operatorAccount,
            IsDual = imbalanceMode == "dual",
            DsoAccount = gridAccount,
        });
    }

    /// <summary>
    /// Names who receives transport fees (M13), and the weight of a new slot in the reliability score in basis points
    /// (M10); 0 keeps no scores. Behind <see cref="Configure"/>, which resets both.
    /// </summary>
    [Function]
    [Requires("role", Roles.Operator)]
    public void ConfigureFees(CallContext context, string market, string dsoAccount, long alphaBps)
    {
        RequireOperator(context, market);
        Names.RequireAccount(context, dsoAccount);
        context.Require(alphaBps is >= 0 and <= 10_000, "alpha is 0 to 10000 basis points");
        var state = new SettlementState(context);
        var config = state.Config(market);
        context.Require(config != null, "market " + market + " is not configured for settlement");
        config.DsoAccount = dsoAccount;
        config.AlphaBps = alphaBps;
        state.Put(market, config);
    }

    /// <summary>
    /// Settles a slot: a session or a neighbourhood's market as soon as it is sealed, a microgrid's spot market when the
    /// slot is over, all meters have reported or are estimated, and its sessions are sealed. When the feeder's sum
    /// contradicts the meters, the slot becomes disputed instead, and the event <c>slotSuspicious</c> (market, meter:
    /// texts, slot: long) names the meter. Event <c>slotSettled</c>: market (text), slot, traded Wh, grid import Wh, grid
    /// export Wh, n¤ due to the main grid (longs).
    /// </summary>
    [Function]
    [Requires("role", Roles.Operator)]
    public void Settle(CallContext context, string market, long slot)
    {
        var config = new SettlementState(context).OperatedConfig(market);
        var result = MarketCalls.Result(context, market, slot);
        var phase = (int)result[0];
        if (phase == SlotPhase.Absent)
        {
            RefusePhase(context, market, slot, phase, SlotPhase.Sealed);
        }

        var details = MarketCalls.Details(context, market, slot);
        if (MarketId.SessionOf(market).Length > 0 || details.Sources.Length > 0)
        {
            if (phase is not (SlotPhase.Sealed or SlotPhase.Delivered))
            {
                RefusePhase(context, market, slot, phase, SlotPhase.Sealed);
            }

            SettleTrades(context, market, slot, config, result, details);
            return;
        }

        if (phase is not (SlotPhase.Sealed or SlotPhase.Delivered or SlotPhase.Metered))
        {
            RefusePhase(context, market, slot, phase, SlotPhase.Sealed);
        }

        var facts = new SlotReader(context, market, slot).Read(details);
        if (phase != SlotPhase.Metered)
        {
            var suspicious = MeteringCalls.Suspicious(context, market, slot, facts.MeterIds);
            if (suspicious.Length > 0)
            {
                MarketCalls.Move(context, market, slot, SlotPhase.Disputed, "meter " + suspicious);
                context.Emit(
                    "slotSuspicious", new RecordWriter().Text(market).Text(suspicious).Long(slot).ToArray());
                return;
            }
        }

        SettleMetered(context, market, slot, config, result, facts, isFirst: true);
        BurnTokens(context, slot, facts);
        new ReliabilityBook(context, market, config.AlphaBps).Score(facts);
        MarketCalls.Move(context, market, slot, SlotPhase.Settled, "");
    }

    /// <summary>
    /// Has missing readings of a slot estimated from each meter's history, so that it can be settled; with a timetable
    /// only when the time for readings is over. Returns how many.
    /// </summary>
    [Function]
    [Requires("role", Roles.Operator)]
    public int EstimateMissing(CallContext context, string market, long slot)
    {
        new SettlementState(context).OperatedConfig(market);
        var until = MarketCalls.ReadingsUntil(context, market, slot);
        context.Require(until == 0, "meters of slot " + slot + " may report until " + until);
        var names = MarketCalls.Participants(context, market, slot);
        return MeteringCalls.Estimate(context, slot, SlotReader.EveryOther(names, 1));
    }

    private static void SettleTrades(
        CallContext context, string market, long slot, SettlementConfig config, long[] result, SlotDetails details)
    {
        var others = new ThirdParties();
        var all = new List<BillLine>();
        if (details.Sources.Length == 0)
        {
            AddTradeBills(context, market, market, "", slot, config, others, all);
        }

        foreach (var source in details.Sources)
        {
            AddTradeBills(context, market, source, source, slot, config, others, all);
        }

        AddSurplus(config, details.Mechanism, market, result, others);
        var bills = all.ToArray();
        Pay(context, market, slot, config, result, new SettlementPrices(result[1] > 0, result[3], 0, 0), bills,
            others, "slot " + slot, isMetered: false);
        MarketCalls.Move(context, market, slot, SlotPhase.Settled, "");
    }

    private static void AddTradeBills(
        CallContext context, string market, string participantsOf, string source, long slot, SettlementConfig config,
            ThirdParties others, List<BillLine> all)
    {
        var accounts = SlotReader.EveryOther(MarketCalls.Participants(context, participantsOf, slot), 0);
        var positions = MarketCalls.Positions(context, market, slot, source);
        foreach (var bill in SlotSettlement.TradeBills(accounts, positions, config.DsoAccount, others))
        {
            if (bill.MarketBuyWh != 0 || bill.MarketSellWh != 0)
            {
                all.Add(bill);
            }
        }
    }

    private static void SettleMetered(
        CallContext context, string market, long slot, SettlementConfig config, long[] result, SlotFacts facts,
            bool isFirst)
    {
        var tariff = RegistryCalls.Tariff(context, market, slot);
        var prices = new SettlementPrices(result[1] > 0, result[3], tariff[0], tariff[1]);
        var levies = RegistryCalls.Levies(context, market, slot);
        var others = new ThirdParties();
        var bills = SlotSettlement.Bills(facts, prices, config.IsDual, levies, config.DsoAccount, others);
        AddSurplus(config, MarketCalls.Details(context, market, slot).Mechanism, market, result, others);
        var cause = isFirst ? "slot " + slot : "correction of slot " + slot;
        Pay(context, market, slot, config, result, prices, bills, others, cause, isMetered: true);
    }

    /// <summary>Pays what bills come to beyond what was settled for the slot before, checks and stores them.</summary>
    private static void Pay(
        CallContext context, string market, long slot, SettlementConfig config, long[] result, SettlementPrices prices,
            BillLine[] bills, ThirdParties others, string cause, bool isMetered)
    {
        var state = new SettlementState(context);
        var earlier = state.Summary(market, slot);
        var dues = new long[bills.Length];
        for (var i = 0; i < bills.Length; i++)
        {
            var old = earlier.Length == 0 ? null : state.Bill(market, slot, bills[i].Account);
            bills[i].PaidNano = old?.PaidNano ?? 0;
            dues[i] = bills[i].NetNano - (old?.NetNano ?? 0);
        }

        var moved = new ThirdParties();
        for (var i = 0; i < others.Count; i++)
        {
            moved.Add(others.Account(i), others.AmountNano(i));
        }

        moved.Subtract(state.Others(market, slot));
        var received = new SlotPayments(context, market, cause).Pay(bills, dues, moved, config.GridAccount);
        received += earlier.Length == 0 ? 0 : earlier[5];
        var summary = SlotTotals.Of(bills, prices, received, others, result[11], result[12], isMetered);
        state.Put(market, slot, bills, summary.Values(), others);
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
    /// The operator keeps the surplus of an auction and pays its deficit; where the main grid itself took a side, it is
    /// the main grid's.
    /// </summary>
    private static void AddSurplus(
        SettlementConfig config, string mechanism, string market, long[] result, ThirdParties others)
    {
        var isGrids = result[12] != 0 || mechanism == MechanismNames.Muv
            || MarketId.SessionOf(market) == MarketId.Reserve;
        if (!isGrids)
        {
            others.Add(config.OperatorAccount, result[11]);
        }
    }

    private static void BurnTokens(CallContext context, long slot, SlotFacts facts)
    {
        var accounts = new List<string>();
        var delivered = new List<long>();
        var expired = new List<long>();
        for (var i = 0; i < facts.Accounts.Length; i++)
        {
            var held = facts.EscrowWh(i);
            if (held > 0)
            {
                var left = facts.ExportWh[i] - facts.TradedSellWh[i];
                var burn = left < held ? left : held;
                accounts.Add(facts.Accounts[i]);
                delivered.Add(burn);
                expired.Add(held - burn);
            }
        }

        TokenCalls.Deliver(context, slot, accounts.ToArray(), delivered.ToArray(), expired.ToArray());
    }

    private static void RequireOperator(CallContext context, string market)
    {
        var organisation = RegistryCalls.OrganisationOf(context, MarketId.MicrogridOf(market));
        if (organisation != context.Caller.Organisation)
        {
            context.Deny("market " + market + " is run by " + organisation);
        }
    }

    private static void RefusePhase(CallContext context, string market, long slot, int phase, int wanted) =>
        context.Reject(
            "slot " + slot + " of market " + market + " is " + SlotPhase.NameOf(phase) + ", not "
                + SlotPhase.NameOf(wanted));
}
