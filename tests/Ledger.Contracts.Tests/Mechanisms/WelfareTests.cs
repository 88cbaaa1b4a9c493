using FsCheck.Fluent;
using Ledger.Contracts.Market.Auction;
using Ledger.Contracts.Market.Mechanisms;
using Ledger.Contracts.Market.Zones;

namespace Ledger.Contracts.Tests.Mechanisms;

/// <summary>Welfare and allocations against a minimum-cost flow, prices against slow definitions.</summary>
public sealed class WelfareTests
{
    [Fact]
    public void The_sweep_has_the_largest_welfare() => Books.Check(Books.Orders, orders =>
        Assert.Equal(Best(orders), MechanismList.Find("lao")!.Clear(orders, new MechanismParameters()).WelfareNano));

    [Fact]
    public void Vcg_payments_are_those_of_the_definition() => Books.Check(Books.Orders, orders =>
    {
        var outcome = (VcgMechanism.Outcome)MechanismList.Find("vcg")!.Clear(orders, new MechanismParameters());
        Assert.Equal(Best(orders), outcome.WelfareNano);
        Assert.Equal(
            orders.Where(o => o.QuantityWh > 0).Select(o => o.Owner).Distinct().Order(StringComparer.Ordinal),
            outcome.Owners.Select(o => o.Owner));
        var filled = outcome.Fills.ToDictionary(f => f.Order, f => f.QuantityWh);
        foreach (var owner in outcome.Owners)
        {
            var own = orders.Index().Where(o => o.Item.Owner == owner.Owner).Aggregate(
                Int128.Zero, (sum, o) => sum + ((Int128)filled.GetValueOrDefault(o.Index) * o.Item.PriceMicro
                    * (o.Item.IsBuy ? 1 : -1)));
            var without = Best(orders.Where(o => o.Owner != owner.Owner).ToArray());
            Assert.Equal(without - (outcome.WelfareNano - own), owner.NetPaymentNano);
            Assert.Equal(outcome.WelfareNano - without, owner.UtilityNano);
        }
    });

    [Fact]
    public void Vcg_on_a_large_book_is_the_same_as_clearing_again_without_each_owner()
    {
        var orders = Books.Large(2_000, seed: 7);
        var outcome = (VcgMechanism.Outcome)MechanismList.Find("vcg")!.Clear(orders, new MechanismParameters());
        foreach (var owner in outcome.Owners.Where((_, i) => i % 10 == 0))
        {
            var without = Allocation.Sweep(orders.Where(o => o.Owner != owner.Owner).ToArray()).Welfare();
            Assert.Equal(outcome.WelfareNano - without, owner.UtilityNano);
        }
    }

    [Fact]
    public void Vcg_gives_no_owner_a_reason_to_misstate_one_price() => Books.Check(
        from orders in Books.Orders
        from victim in Gen.Choose(0, 30)
        from lie in Gen.Choose(-4, 7)
        select (orders, victim, lie),
        test =>
        {
            if (test.orders.Length == 0)
            {
                return;
            }

            var index = test.victim % test.orders.Length;
            var truth = test.orders[index];
            var lied = (AuctionOrder[])test.orders.Clone();
            lied[index] = new AuctionOrder(truth.Id, truth.IsBuy, truth.QuantityWh, test.lie, truth.Sequence)
            {
                Owner = truth.Owner,
            };
            Assert.True(Utility(lied, test.orders, truth.Owner) <= Utility(test.orders, test.orders, truth.Owner));
        });

    [Fact]
    public void Multi_unit_vickrey_pays_what_the_definition_says() => Books.Check(
        from orders in Books.Orders
        from parameters in Books.Parameters
        select (orders, parameters),
        book =>
        {
            var outcome = (MultiUnitVickreyMechanism.Outcome)MechanismList.Find("muv")!.Clear(book.orders, book.parameters);
            var (value, fills) = Serve(book.orders, book.parameters, without: null);
            Assert.Equal(fills.Values.Aggregate(Int128.Zero, (s, q) => s + q), outcome.ClearedWh);
            foreach (var owner in outcome.Owners)
            {
                var offered = book.orders.Index().Where(o => o.Item.Owner == owner.Owner).Aggregate(
                    Int128.Zero, (s, o) => s + ((Int128)fills.GetValueOrDefault(o.Index) * o.Item.PriceMicro));
                Assert.Equal(
                    value + offered - Serve(book.orders, book.parameters, owner.Owner).Value, -owner.NetPaymentNano);
            }
        });

    [Fact]
    public void Zonal_allocations_are_those_of_a_minimum_cost_flow() => Books.Check(
        from orders in Books.Orders
        from parameters in Books.Parameters
        select (orders, parameters),
        book =>
        {
            var outcome = (ZonalOutcome)MechanismList.Find("zonal")!.Clear(book.orders, book.parameters);
            var expected = Flow(book.orders, book.parameters.Zones);
            Assert.Equal(
                expected, book.orders.Index().Select(
                    o => (Int128)outcome.Fills.Where(f => f.Order == o.Index).Sum(f => f.QuantityWh)));
            for (var i = 0; i < outcome.Clearing.FlowsWh.Length; i++)
            {
                var link = book.parameters.Zones.Links[i];
                Assert.InRange(outcome.Clearing.FlowsWh[i], -(Int128)link.LimitBackWh, link.LimitForthWh);
            }

            Assert.Equal(SlowPrices(book.orders, outcome.Clearing), outcome.Clearing.PricesMicro);
        });

    [Fact]
    public void Zone_prices_support_the_allocation() => Books.Check(
        from orders in Books.Orders
        from parameters in Books.Parameters
        select (orders, parameters),
        book =>
        {
            var clearing = ((ZonalOutcome)MechanismList.Find("zonal")!.Clear(book.orders, book.parameters)).Clearing;
            foreach (var (i, order) in book.orders.Index())
            {
                var price = clearing.PricesMicro[clearing.Book.ZoneOf[i]];
                Assert.True(clearing.Filled[i] == 0 || (order.IsBuy ? order.PriceMicro >= price : order.PriceMicro <= price));
                Assert.True(
                    clearing.Filled[i] == order.QuantityWh
                        || (order.IsBuy ? order.PriceMicro <= price : price == null || order.PriceMicro >= price));
            }

            Assert.True(clearing.CongestionRentNano() >= 0);
        });

    [Fact]
    public void Under_pun_no_accepted_bid_is_below_the_price_and_the_operator_never_pays() => Books.Check(
        from orders in Books.Orders
        from parameters in Books.Parameters
        select (orders, parameters),
        book =>
        {
            var outcome = (ZonalOutcome)MechanismList.Find("pun")!.Clear(book.orders, book.parameters);
            foreach (var fill in outcome.Fills.Where(f => book.orders[f.Order].IsBuy))
            {
                Assert.True(book.orders[fill.Order].PriceMicro >= outcome.PunMicro);
                Assert.DoesNotContain(book.orders[fill.Order].Id, outcome.Removed);
            }

            Assert.True(outcome.OperatorSurplusNano >= outcome.Clearing.CongestionRentNano());
        });

    private static Int128 Best(AuctionOrder[] orders)
    {
        var flow = new MinimumCostFlow(3);
        foreach (var order in orders)
        {
            _ = order.IsBuy
                ? flow.Add(1, 2, order.QuantityWh, -order.PriceMicro)
                : flow.Add(0, 1, order.QuantityWh, order.PriceMicro);
        }

        return -flow.Minimise();
    }

    /// <summary>Net value to an owner, at its true prices, of what it gets when it says something else.</summary>
    private static Int128 Utility(AuctionOrder[] said, AuctionOrder[] truth, string owner)
    {
        var outcome = (VcgMechanism.Outcome)MechanismList.Find("vcg")!.Clear(said, new MechanismParameters());
        var value = outcome.Fills.Where(f => said[f.Order].Owner == owner).Aggregate(
            Int128.Zero, (sum, f) => sum + ((Int128)f.QuantityWh * truth[f.Order].PriceMicro * (truth[f.Order].IsBuy ? 1 : -1)));
        return value - (outcome.Owners.FirstOrDefault(o => o.Owner == owner)?.NetPaymentNano ?? 0);
    }

    private static (Int128 Value, Dictionary<int, long> Fills) Serve(
        AuctionOrder[] orders, MechanismParameters parameters, string? without)
    {
        Int128 value = 0;
        var left = parameters.DemandWh;
        var fills = new Dictionary<int, long>();
        var offers = orders.Index()
            .Where(o => !o.Item.IsBuy && o.Item.PriceMicro <= parameters.ReservePriceMicro && o.Item.Owner != without)
            .OrderBy(o => o.Item.PriceMicro).ThenBy(o => o.Item.Sequence).ThenBy(o => o.Item.Id, StringComparer.Ordinal);
        foreach (var (index, offer) in offers)
        {
            fills[index] = Math.Min(left, offer.QuantityWh);
            left -= fills[index];
            value += (Int128)fills[index] * (parameters.ReservePriceMicro - offer.PriceMicro);
        }

        return (value, fills);
    }

    /// <summary>The unique best allocation at the perturbed prices.</summary>
    private static IEnumerable<Int128> Flow(AuctionOrder[] orders, ZoneNetwork zones)
    {
        var flow = new MinimumCostFlow(zones.Zones.Length + 2);
        foreach (var link in zones.Links)
        {
            flow.Add(link.A + 1, link.B + 1, link.LimitForthWh, 0);
            flow.Add(link.B + 1, link.A + 1, link.LimitBackWh, 0);
        }

        var ranked = orders.Where(o => o.QuantityWh > 0)
            .OrderBy(o => o.Sequence).ThenBy(o => o.Id, StringComparer.Ordinal).ToList();
        var scale = (Int128)4 * (ranked.Count + 1);
        var arcs = new int[orders.Length];
        foreach (var (i, order) in orders.Index())
        {
            var zone = Array.IndexOf(zones.Zones, order.Zone) + 1;
            var rank = ranked.IndexOf(order);
            arcs[i] = order.IsBuy
                ? flow.Add(zone, zones.Zones.Length + 1, order.QuantityWh, -((order.PriceMicro * scale) + scale - 1 - (2 * rank)))
                : flow.Add(0, zone, order.QuantityWh, (order.PriceMicro * scale) + (2 * rank));
        }

        flow.Minimise();
        return arcs.Select(flow.FlowOf).ToArray();
    }

    /// <summary>The rules for prices applied again and again until nothing rises.</summary>
    private static long?[] SlowPrices(AuctionOrder[] orders, ZonalClearing clearing)
    {
        var prices = new long?[clearing.BuyWh.Length];
        bool Raise(int zone, long? bound)
        {
            var isHigher = bound != null && (prices[zone] == null || prices[zone] < bound);
            prices[zone] = isHigher ? bound : prices[zone];
            return isHigher;
        }

        foreach (var (i, order) in orders.Index().Where(o => o.Item.QuantityWh > 0))
        {
            if (order.IsBuy ? clearing.Filled[i] < order.QuantityWh : clearing.Filled[i] > 0)
            {
                Raise(clearing.Book.ZoneOf[i], order.PriceMicro);
            }
        }

        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var (i, link) in clearing.Book.Network.Links.Index())
            {
                var isFullForth = clearing.FlowsWh[i] == link.LimitForthWh;
                var isFullBack = clearing.FlowsWh[i] == -(Int128)link.LimitBackWh;
                changed |= !isFullBack && Raise(link.B, prices[link.A]);
                changed |= !isFullForth && Raise(link.A, prices[link.B]);
            }
        }

        return prices;
    }
}
