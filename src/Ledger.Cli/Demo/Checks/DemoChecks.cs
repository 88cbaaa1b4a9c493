using System.Globalization;
using Ledger.Cli.Demo.Grid;
using Ledger.Cli.Demo.ReadBack;

namespace Ledger.Cli.Demo.Checks;

/// <summary>What must hold of every run, computed from what the ledger says. Pure.</summary>
public static class DemoChecks
{
    /// <summary>Name of the check on money.</summary>
    public const string Money = "money is conserved";

    /// <summary>Name of the check on energy.</summary>
    public const string Energy = "energy is conserved";

    /// <summary>Committed transactions that a whole day of a whole valley has at least.</summary>
    public const int TransactionsMin = 3_000;

    /// <summary>
    /// Longest time without a commit when the primary dies: many times what default timers take, since a demo must not
    /// fail on a slow machine.
    /// </summary>
    public static readonly TimeSpan PrimaryGapMax = TimeSpan.FromSeconds(10);

    private const int ShortHash = 12;
    private const int WholeDaySlots = 96;
    private const int WholeValleyHomes = 16;

    /// <summary>All checks in the order of the report.</summary>
    public static IReadOnlyList<CheckResult> Run(LedgerFacts ledger, RunFacts run)
    {
        List<CheckResult> checks =
        [
            AllSettled(ledger, run), MoneyConserved(ledger), EnergyConserved(ledger), TradesBalance(ledger),
            Bills(ledger), NothingFailed(ledger), SameEverywhere(ledger), BlocksCertified(ledger), CaughtUp(run),
            OfferDenied(run),
        ];
        if (new SlotSchedule(run.Slots).PrimaryOutage != null)
        {
            checks.Add(PrimaryReplaced(run));
        }

        if (run.Feeder != DemoFeeder.None)
        {
            checks.Add(FeederBears(ledger, run));
        }

        if (run.Slots >= WholeDaySlots && run.Homes >= WholeValleyHomes)
        {
            checks.Add(EnoughTransactions(ledger));
        }

        return checks;
    }

    private static CheckResult AllSettled(LedgerFacts ledger, RunFacts run)
    {
        var bills = ledger.Slots.Sum(s => s.Bills.Count);
        return new CheckResult(
            "every slot is settled", ledger.Slots.Count == run.Slots && bills == run.Slots * run.Homes,
            $"{ledger.Slots.Count} of {run.Slots} slots, {Number(bills)} bills");
    }

    /// <summary>No money appears or vanishes: in the wallets, in the bills, and with the main grid.</summary>
    private static CheckResult MoneyConserved(LedgerFacts ledger)
    {
        var money = ledger.Money;
        var expected = money.IssuedNano - money.RedeemedNano;
        var grid = ledger.Slots.Sum(s => s.ReceivedByGridNano);
        var uneven = ledger.Slots.FirstOrDefault(
            s => s.Bills.Values.Sum(b => b.NetNano) + s.DueToGridNano + s.OperatorNano + s.TransportNano != 0 ||
                 s.Bills.Values.Sum(b => b.PaidNano) + s.ReceivedByGridNano + s.OperatorNano + s.TransportNano != 0 ||
                 ledger.Chains[0].Settled.GetValueOrDefault(s.Start)?.DueToGridNano != s.DueToGridNano);
        var isOk = money.SumOfBalancesNano == expected && money.AuditNano == expected &&
            money.ClearingBalanceNano == 0 &&
                   money.GridBalanceNano == grid && money.OperatorBalanceNano == ledger.Slots.Sum(s => s.OperatorNano) &&
                   money.TransportBalanceNano == ledger.Slots.Sum(s => s.TransportNano) && uneven == null;
        return new CheckResult(
            Money, isOk,
            uneven != null
                ? $"the bills of slot {TimeOf(uneven)} do not add up to what the main grid is due"
                : $"balances {Number(money.SumOfBalancesNano)} n¤ (audit {Number(money.AuditNano)}) = " +
                  $"issued - redeemed {Number(expected)} n¤; main grid " +
                  $"{Number(money.GridBalanceNano)} = received {Number(grid)} n¤");
    }

    /// <summary>
    /// In every slot the signed readings add up to the exchange with the main grid that bills, summary and event tell.
    /// </summary>
    private static CheckResult EnergyConserved(LedgerFacts ledger)
    {
        foreach (var slot in ledger.Slots)
        {
            var exchange = slot.GridExportWh - slot.GridImportWh;
            var signed = ledger.Chains[0].MeteredWh.GetValueOrDefault(slot.Start);
            var billed = slot.Bills.Values.Sum(b => b.MeteredWh);
            var explained = slot.Bills.Values.Sum(b => b.ContractedWh + b.DeviationWh);
            var announced = ledger.Chains[0].Settled.GetValueOrDefault(slot.Start);
            if (signed != exchange || billed != exchange || explained != exchange ||
                announced?.GridExportWh != slot.GridExportWh || announced.GridImportWh != slot.GridImportWh)
            {
                return new CheckResult(
                    Energy, false,
                    $"slot {TimeOf(slot)}: meters {signed} Wh, bills {billed} Wh, contracts and deviations " +
                    $"{explained} Wh, exchange with the grid {exchange} Wh, by the event " +
                    $"{announced?.GridExportWh - announced?.GridImportWh} Wh");
            }
        }

        var metered = ledger.Slots.Sum(s => s.GridExportWh - s.GridImportWh);
        return new CheckResult(
            Energy, ledger.Slots.Count > 0,
            $"signed readings {Number(metered)} Wh = exchange with the grid {Number(ledger.GridExportWh)} - " +
            $"{Number(ledger.GridImportWh)} Wh, in each of {ledger.Slots.Count} slots");
    }

    private static CheckResult TradesBalance(LedgerFacts ledger)
    {
        const string Name = "purchases equal sales";
        foreach (var slot in ledger.Slots)
        {
            var bought = slot.Bills.Values.Sum(b => b.MarketBuyWh);
            var sold = slot.Bills.Values.Sum(b => b.MarketSellWh);
            var cleared = ledger.Chains[0].Cleared.GetValueOrDefault(slot.Start);
            var isPrice = cleared?.Rounds > 1 || cleared?.PriceMicro == slot.PriceMicro;
            if (bought != sold + slot.GridSellsWh || bought != slot.TradedWh ||
                cleared?.SealedWh != Math.Max(bought, sold) || !isPrice)
            {
                return new CheckResult(
                    Name, false,
                    $"slot {TimeOf(slot)}: bought {bought} Wh, sold {sold} Wh, settled {slot.TradedWh} Wh, " +
                    $"cleared {cleared?.ClearedWh} Wh at {cleared?.PriceMicro} µ¤/kWh, sealed {cleared?.SealedWh} Wh");
            }
        }

        return new CheckResult(
            Name, ledger.Slots.Count > 0,
            $"{Number(ledger.TradedWh)} Wh on either side, in each of {ledger.Slots.Count} slots");
    }

    /// <summary>Every slot was held against the feeder, and what was sealed keeps its limits.</summary>
    private static CheckResult FeederBears(LedgerFacts ledger, RunFacts run)
    {
        var cleared = ledger.Slots.Select(s => ledger.Chains[0].Cleared.GetValueOrDefault(s.Start)).ToArray();
        var again = cleared.Count(c => c?.Rounds > 1);
        return new CheckResult(
            "the feeder bears every slot", cleared.Length > 0 && cleared.All(c => c?.IsSecure == true),
            $"{run.Feeder}: {cleared.Count(c => c?.IsSecure == true)} of {cleared.Length} slots are secure, {again} of them " +
            "after they were cleared again");
    }

    /// <summary>What a home was billed is what its statement says, and what its wallet changed by.</summary>
    private static CheckResult Bills(LedgerFacts ledger)
    {
        const string Name = "every bill is what moved in the wallet";
        foreach (var home in ledger.Homes)
        {
            var paid = home.Bill.NetNano + home.Bill.DebtNano;
            if (paid != home.Bill.PaidNano || paid != home.SettledNano || paid != home.BalanceNano - home.IssuedNano ||
                home.Lines != home.LinesCounted)
            {
                return new CheckResult(
                    Name, false,
                    $"{home.Account}: bills {paid} n¤, moved {home.Bill.PaidNano} n¤, statement " +
                    $"{home.SettledNano} n¤ in {home.Lines} of {home.LinesCounted} lines, wallet " +
                    $"{home.BalanceNano - home.IssuedNano} n¤");
            }
        }

        return new CheckResult(
            Name, ledger.Homes.Count > 0,
            $"{ledger.Homes.Count} homes, {Number(ledger.Homes.Sum(h => h.Lines))} statement lines");
    }

    private static CheckResult NothingFailed(LedgerFacts ledger)
    {
        var failures = ledger.Chains[0].Failures;
        return new CheckResult(
            "no receipt failed", failures.Count == 0,
            failures.Count == 0
                ? $"{Number(ledger.Chains[0].Transactions)} receipts"
                : $"{failures.Count}: {failures[0]}");
    }

    private static CheckResult SameEverywhere(LedgerFacts ledger)
    {
        var different = ledger.Nodes.Select(n => (n.Height, n.HeaderHash, n.StateRoot)).Distinct().Count();
        var first = ledger.Nodes[0];
        return new CheckResult(
            "all nodes hold the same state", different == 1,
            different == 1
                ? $"{ledger.Nodes.Count} nodes at height {first.Height}, state root {Short(first.StateRoot)}"
                : string.Join("; ", ledger.Nodes.Select(
                    n => $"{n.Name}: {n.Height} {Short(n.HeaderHash)} {Short(n.StateRoot)}")));
    }

    /// <summary>
    /// Two nodes serve the same blocks, all certified, and what the nodes say of themselves is what is certified.
    /// </summary>
    private static CheckResult BlocksCertified(LedgerFacts ledger)
    {
        const string Name = "blocks are certified and equal";
        if (ledger.Chains.FirstOrDefault(c => c.Flaw != null) is { } flawed)
        {
            return new CheckResult(Name, false, $"{flawed.Node}: {flawed.Flaw}");
        }

        var (one, other, said) = (ledger.Chains[0], ledger.Chains[1], ledger.Nodes[0]);
        var isOk = one.HeaderHash == other.HeaderHash && one.Height == other.Height &&
            one.HeaderHash == said.HeaderHash &&
                   one.StateRoot == said.StateRoot && one.Height == said.Height;
        return new CheckResult(
            Name, isOk,
            $"{one.Node}: {one.Height} blocks to {Short(one.HeaderHash)}, {other.Node}: {other.Height} to " +
                        $"{Short(other.HeaderHash)}, {said.Name} says {said.Height} and {Short(said.HeaderHash)}");
    }

    private static CheckResult CaughtUp(RunFacts run) => run.Outage is { } outage
        ? new CheckResult(
            "the killed node caught up", outage is { HasCaughtUp: true, BlocksFetched: > 0 },
            $"{outage.Node} fetched {outage.BlocksFetched} blocks and was level " +
            $"{outage.Time.TotalSeconds:0.0} s after its restart")
        : new CheckResult("the killed node caught up", false, "no node was killed and restarted");

    /// <summary>The others went on under a new primary within the bound, and the old one has all they did.</summary>
    private static CheckResult PrimaryReplaced(RunFacts run)
    {
        const string Name = "the killed primary was replaced";
        return run.PrimaryOutage is { } outage
            ? new CheckResult(
                Name, outage is { HasCaughtUp: true, BlocksFetched: > 0 } && outage.Gap <= PrimaryGapMax,
                $"{outage.Node} was the primary; the longest time without a commit was " +
                $"{Number((long?)outage.Gap?.TotalMilliseconds ?? -1)} ms, at most {Number((long)PrimaryGapMax.TotalMilliseconds)} " +
                $"ms; it fetched {outage.BlocksFetched} blocks and was level {outage.Time.TotalSeconds:0.0} s after its restart")
            : new CheckResult(Name, false, "no primary was killed and restarted");
    }

    private static CheckResult OfferDenied(RunFacts run) => new(
        "an offer of a load-only asset is refused", run.ForbiddenOfferDenied, run.ForbiddenOfferAnswer);

    private static CheckResult EnoughTransactions(LedgerFacts ledger) => new(
        "a whole day is on the ledger", ledger.Chains[0].Transactions >= TransactionsMin,
        $"{Number(ledger.Chains[0].Transactions)} transactions, at least {Number(TransactionsMin)}");

    private static string TimeOf(SlotFacts slot) => SlotSchedule.TimeOf(SlotSchedule.SlotAt(slot.Start));

    private static string Short(string hash) => hash.Length > ShortHash ? hash[..ShortHash] : hash;

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
