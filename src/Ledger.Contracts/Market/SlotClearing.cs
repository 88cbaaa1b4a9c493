using Ledger.Chaincode;
using Ledger.Contracts.Market.Mechanisms;
using Ledger.Contracts.Registry;
using Ledger.Contracts.Settlement;
using Ledger.Contracts.Settlement.Rules;
using Ledger.Contracts.Trading;

namespace Ledger.Contracts.Market;

/// <summary>From the book of a slot to the outcome of its market.</summary>
public static class SlotClearing
{
    private const long BasisPoints = 10_000;

    /// <summary>Rank of the least reliable, so that the order of arrival decides only within a score.</summary>
    private const long RankWeight = 1 << 20;

    /// <summary>
    /// Runs the mechanism, or <c>zonal</c> while the supervisor has split the market; within the limits of the feeder when
    /// it shall be secure.
    /// </summary>
    public static MarketOutcome Run(
        CallContext context, MarketState state, string market, long slot, SlotRecord record, SlotBook book,
            bool isSecure)
    {
        var rules = record.Rules;
        if (rules.IsRanked)
        {
            Rank(context, market, book);
        }

        var zones = state.FindZones(market);
        var isSplit = zones != null && zones.SplitFrom <= slot && slot <= zones.SplitTo;
        var mechanism = isSplit ? MechanismNames.Zonal : rules.Mechanism;
        var graph = NeedsGraph(rules, mechanism) ? Graph(context, market) : FeeGraph.Empty();
        var parameters = new MechanismParameters
        {
            KNumerator = rules.KNumerator,
            KDenominator = rules.KDenominator,
            IsMarginalInterval = rules.IsMarginalInterval,
            IsProRata = rules.IsProRata,
            PriceMicro = rules.PriceMicro,
            IsSupervised = rules.IsSupervised,
            DemandWh = rules.DemandWh,
            ReservePriceMicro = rules.PriceMicro,
            Zones = zones == null ? Zones.ZoneNetwork.Empty() : zones.Network(),
            Graph = graph,
        };
        var feeder = isSecure ? SlotFeeder.Read(context, state, market, slot, record, book) : null;
        var quantities = new long[book.Orders.Length];
        for (var i = 0; i < quantities.Length; i++)
        {
            quantities[i] = book.Orders[i].QuantityWh;
        }

        var outcome = BlockClearing.Run(new MechanismRunner(mechanism, parameters, zones, feeder), book, quantities);
        if (rules.TransportBps > 0 && mechanism != MechanismNames.AuctionHouse)
        {
            AddTransport(rules, graph, book, outcome);
        }

        return outcome;
    }

    /// <summary>Charges the buyers of an outcome's pairs for transport, as far as the rules say so.</summary>
    public static void AddTransport(
        CallContext context, string market, MarketRules rules, SlotBook book, MarketOutcome outcome)
    {
        if (rules.TransportBps > 0)
        {
            AddTransport(rules, Graph(context, market), book, outcome);
        }
    }

    private static bool NeedsGraph(MarketRules rules, string mechanism) =>
        rules.TransportBps > 0 || mechanism == MechanismNames.AuctionHouse;

    private static FeeGraph Graph(CallContext context, string market)
    {
        var feeder = RegistryCalls.Feeder(context, MarketId.MicrogridOf(market));
        return feeder == null ? FeeGraph.Empty() : TransportFees.GraphOf(feeder);
    }

    /// <summary>Puts orders of equal price in the order of their owners' reliability (M10), then of arrival.</summary>
    private static void Rank(CallContext context, string market, SlotBook book)
    {
        var accounts = new string[book.Members.Length];
        for (var i = 0; i < accounts.Length; i++)
        {
            accounts[i] = book.Members[i].Account;
        }

        var scores = SettlementCalls.ReliabilityOf(context, MarketId.MicrogridOf(market), accounts);
        for (var i = 0; i < book.Orders.Length; i++)
        {
            var order = book.Orders[i];
            var rank = order.Source.Length > 0 ? 0 : ReliabilityRule.Full - scores[order.Participant];
            book.Sequences[i] = (rank * RankWeight) + order.Sequence;
        }
    }

    /// <summary>
    /// Charges each pair's buyer the fee of the cheapest path: nothing at one bus, nothing where there is no path to be
    /// used, the market's part of it elsewhere, rounded down per kWh.
    /// </summary>
    private static void AddTransport(MarketRules rules, FeeGraph graph, SlotBook book, MarketOutcome outcome)
    {
        var paths = new FeePaths?[graph.Names.Length];
        foreach (var pair in outcome.Pairs)
        {
            var from = BusOf(graph, book, pair.Sell);
            var to = BusOf(graph, book, pair.Buy);
            if (from < 0 || to < 0 || from == to)
            {
                continue;
            }

            var path = paths[to] ??= new FeePaths(graph, to);
            if (path.Reaches(from))
            {
                var fee = (long)((Int128)path.FeeMicro(from) * rules.TransportBps / BasisPoints);
                outcome.TransportNano[pair.Buy] += pair.QuantityWh * fee;
            }
        }
    }

    private static int BusOf(FeeGraph graph, SlotBook book, int index)
    {
        var order = book.Orders[index];
        return order.Source.Length > 0 ? -1 : graph.Find(book.Members[order.Participant].Bus);
    }
}
