using Ledger.Contracts.Grid;
using Ledger.Contracts.Market.Auction;
using Ledger.Contracts.Market.Mechanisms;

namespace Ledger.Contracts.Tests.Grid;

/// <summary>Clearing within the limits of a feeder (M7), its prices, and zones from congested lines.</summary>
public sealed class SecureClearingTests
{
    [Fact]
    public void On_the_33_bus_feeder_a_clearing_that_breaks_the_voltage_limit_ends_secure()
    {
        var secure = Feeder33(minimumPpm: 930_000);
        var plain = SecureClearing.Clear(With(secure, rounds: 1));
        Assert.False(plain.IsSecure);
        Assert.Contains(plain.Flow.Violations(), v => v.Kind == Violation.UnderVoltage);

        var outcome = SecureClearing.Clear(secure);
        Assert.True(outcome.IsSecure);
        Assert.InRange(outcome.Rounds, 2, 31);
        Assert.True(outcome.Clearing.ClearedWh > 0);
        Assert.True(outcome.Clearing.ClearedWh < plain.Clearing.ClearedWh);
        Assert.Empty(outcome.Flow.Violations());
        Assert.Equal(18, outcome.Binding[0].Violation.Number);
        Assert.Equal(1, outcome.Binding[0].Round);

        // The full power flow agrees up to the linear model's error.
        var loads = Loads(secure, outcome.Clearing);
        var full = new AcSweep(SpanningTree.OfRadial(Feeders.WithLoads(
            secure.Feeder.Network, b => new GridBus(b.Number, b.ActiveW + loads[b.Number], b.ReactiveVar))));
        Assert.All(Enumerable.Range(0, 33), i => Assert.True(full.PerUnit(i) > 0.92));
    }

    [Fact]
    public void Bus_prices_rise_toward_the_bus_that_is_short_of_voltage()
    {
        var secure = Feeder33(minimumPpm: 930_000);
        var outcome = SecureClearing.Clear(secure);
        var network = secure.Feeder.Network;
        long Price(int bus) => outcome.BusPricesMicro![network.IndexOf(bus)];
        Assert.Equal(outcome.Clearing.SellPriceMicro, Price(1));
        Assert.True(Price(18) > Price(10) && Price(10) > Price(2) && Price(2) > Price(1));

        // Nobody who was capped wants more at the price of its bus.
        foreach (var (i, order) in secure.Orders.Index())
        {
            if (order.IsBuy && outcome.Capped[i].QuantityWh < order.QuantityWh)
            {
                Assert.True(order.PriceMicro <= outcome.BusPricesMicro![secure.BusOf[i]]);
            }
        }
    }

    [Fact]
    public void Caps_only_fall_and_every_mechanism_ends_secure()
    {
        foreach (var mechanism in MechanismList.All().Where(m => m.Name is not "zonal" and not "pun"))
        {
            var secure = Feeder33(minimumPpm: 930_000, mechanism);
            var outcome = SecureClearing.Clear(secure);
            Assert.True(outcome.IsSecure, mechanism.Name);
            foreach (var (i, order) in secure.Orders.Index())
            {
                Assert.True(outcome.Capped[i].QuantityWh <= order.QuantityWh);
            }

            // Fewer rounds end in an empty clearing at worst, never in an unsafe one.
            Assert.True(SecureClearing.Clear(With(secure, rounds: 2)).IsSecure);
        }
    }

    [Fact]
    public void A_line_limit_caps_the_worst_priority_behind_it_first()
    {
        var network = Street(limit: 20_000);
        var secure = new SecureCase
        {
            Orders =
            [
                new("S1", false, 10_000, 100, 1), new("B1", true, 4_000, 300, 2), new("B2", true, 3_000, 250, 3),
                new("B3", true, 1_000, 200, 4),
            ],
            BusOf = [0, 2, 2, 1],
            Mechanism = new LastAcceptedOfferMechanism(),
            Parameters = new MechanismParameters(),
            Feeder = SpanningTree.OfRadial(network),
        };
        var outcome = SecureClearing.Clear(secure);
        Assert.True(outcome.IsSecure);
        Assert.Equal(2, outcome.Rounds);
        Assert.Equal([10_000L, 4_000, 1_000, 1_000], outcome.Capped.Select(o => o.QuantityWh));
        var limit = Assert.Single(outcome.Binding);
        Assert.Equal((Violation.LineLimit, 2), (limit.Violation.Kind, limit.Violation.Number));
        Assert.Equal([100L, 100, 250], outcome.BusPricesMicro!);
    }

    [Fact]
    public void Too_much_injection_caps_sales_and_the_supervisor_caps_a_bus()
    {
        var network = Street(limit: 0);
        var secure = new SecureCase
        {
            Orders = [new("S1", false, 9_000, 50, 1), new("B1", true, 9_000, 300, 2)],
            BusOf = [2, 0],
            Mechanism = new LastAcceptedOfferMechanism(),
            Parameters = new MechanismParameters(),
            Feeder = SpanningTree.OfRadial(network),
        };
        var outcome = SecureClearing.Clear(secure);
        Assert.True(outcome.IsSecure);
        Assert.Contains(outcome.Binding, b => b.Violation.Kind == Violation.OverVoltage);
        Assert.InRange((long)outcome.Clearing.ClearedWh, 1, 8_999);
        Assert.True(outcome.BusPricesMicro![2] <= 50);

        var capped = SecureClearing.Clear(new SecureCase
        {
            Orders = secure.Orders, BusOf = secure.BusOf, Mechanism = secure.Mechanism, Parameters = secure.Parameters,
            Feeder = secure.Feeder, BusCapsWh = [long.MaxValue, long.MaxValue, 7],
        });
        Assert.Equal(7, capped.Clearing.ClearedWh);
        Assert.Equal(1, capped.Rounds);
    }

    [Fact]
    public void What_violates_limits_without_the_market_is_said_to_be_insecure()
    {
        var network = Feeders.WithLoads(Street(limit: 0), b => new GridBus(b.Number, b.Number == 3 ? 900_000 : 0, 0));
        var outcome = SecureClearing.Clear(new SecureCase
        {
            Orders = [new("S1", false, 100, 50, 1), new("B1", true, 100, 300, 2)],
            BusOf = [0, 2],
            Mechanism = new LastAcceptedOfferMechanism(),
            Parameters = new MechanismParameters(),
            Feeder = SpanningTree.OfRadial(network),
        });
        Assert.False(outcome.IsSecure);
        Assert.Equal(0, outcome.Clearing.ClearedWh);
        Assert.Null(outcome.BusPricesMicro);
    }

    [Fact]
    public void A_meshed_network_is_secured_by_its_dc_flow()
    {
        // A triangle of equal lines: two thirds of what bus 2 sells to bus 3 go straight, one third by way of bus 1.
        var network = new GridNetwork(
            [new(1, 0, 0), new(2, 0, 0), new(3, 0, 0)],
            [
                new() { Number = 1, From = 1, To = 2, ReactanceMicroOhm = 100_000 },
                new() { Number = 2, From = 1, To = 3, ReactanceMicroOhm = 100_000 },
                new() { Number = 3, From = 2, To = 3, ReactanceMicroOhm = 100_000, LimitVoltAmpere = 20_000 },
            ],
            1);
        var secure = new SecureCase
        {
            Orders =
            [
                new("S1", false, 9_000, 50, 1), new("S2", false, 9_000, 120, 2), new("B1", true, 9_000, 300, 3),
            ],
            BusOf = [1, 0, 2],
            Mechanism = new KdaUniformMechanism(),
            Parameters = new MechanismParameters(),
            Feeder = new SpanningTree(network),
        };
        Assert.False(SecureClearing.Clear(With(secure, rounds: 1)).IsSecure);
        var outcome = SecureClearing.Clear(secure);
        Assert.True(outcome.IsSecure);
        Assert.True(outcome.Clearing.ClearedWh > 0);
        Assert.True(((MeshedFlow)outcome.Flow).Watt(2) <= 20_000);
        Assert.Equal(3, Assert.Single(outcome.Binding).Violation.Number);
        Assert.True(outcome.BusPricesMicro![2] > outcome.BusPricesMicro[0]);
    }

    [Fact]
    public void Congested_lines_become_links_between_zones()
    {
        var feeder = SpanningTree.OfRadial(Feeders.WithLoads(
            Street(limit: 20_000), b => new GridBus(b.Number, b.Number == 3 ? 8_000 : 0, 0)));
        var zones = new CongestedZones(feeder, [1], slotsPerHour: 4);
        Assert.Equal(["bus-1", "bus-3"], zones.Network.Zones);
        Assert.Equal([0, 0, 1], zones.ZoneOf);
        var link = Assert.Single(zones.Network.Links);
        Assert.Equal((3_000L, 7_000L), (link.LimitForthWh, link.LimitBackWh));

        // The zonal mechanism prices what secure clearing would have had to cap.
        var outcome = (ZonalOutcome)new ZonalMechanism().Clear(
            [
                new("S1", false, 10_000, 100, 1) { Zone = "bus-1" }, new("S2", false, 10_000, 180, 2) { Zone = "bus-3" },
                new("B1", true, 5_000, 300, 3) { Zone = "bus-3" },
            ],
            new MechanismParameters { Zones = zones.Network });
        Assert.Equal(3_000, outcome.Clearing.FlowsWh[0]);
        Assert.Equal([100L, 180L], outcome.Clearing.PricesMicro);
    }

    [Fact]
    public void The_calculator_runs_a_secure_clearing()
    {
        var result = Mechanisms.Documents.Run("secure-clearing", """
            {"mechanism":"lao","params":{},"rounds":8,
             "orders":[{"id":"S1","side":"sell","qtyWh":10000,"priceMicro":100,"seq":1,"bus":1},
                       {"id":"B1","side":"buy","qtyWh":7000,"priceMicro":300,"seq":2,"bus":2}],
             "busCaps":[{"bus":2,"capWh":6000}],
             "network":{"slack":1,"buses":[{"bus":1},{"bus":2}],
                        "branches":[{"branch":1,"from":1,"to":2,"rMicroOhm":1,"limitVA":20000}]}}
            """);
        Assert.True(result.Flag("secure", false));
        Assert.Equal(2, result.Long("rounds"));
        Assert.Equal(5_000, result.Item("clearing").Long("clearedWh"));
        Assert.Equal("line-limit", result.Items("binding").At(0).Text("type"));
    }

    private static GridNetwork Street(long limit) => new(
        [new(1, 0, 0), new(2, 0, 0), new(3, 0, 0)],
        [
            new() { Number = 1, From = 1, To = 2, ResistanceMicroOhm = 50_000 },
            new() { Number = 2, From = 2, To = 3, ResistanceMicroOhm = 300_000, LimitVoltAmpere = limit },
        ],
        1)
    {
        MaximumPpm = 1_050_000,
        MinimumPpm = limit > 0 ? 500_000 : 900_000,
    };

    /// <summary>Half of the feeder's load is traded: each bus buys it, three buses near the transformer sell.</summary>
    private static SecureCase Feeder33(long minimumPpm, IAuctionMechanism? mechanism = null)
    {
        var network = Feeders.Read("feeder33", minimumPpm);
        var half = Feeders.WithLoads(network, b => new GridBus(b.Number, b.ActiveW / 2, b.ReactiveVar));
        var orders = new List<AuctionOrder>();
        var buses = new List<int>();
        foreach (var bus in network.Buses.Where(b => b.ActiveW > 0))
        {
            orders.Add(new AuctionOrder("B" + bus.Number, true, bus.ActiveW / 8, 200_000 + (bus.Number * 1_000), bus.Number)
            {
                Owner = "P" + bus.Number, Node = "n" + bus.Number,
            });
            buses.Add(network.IndexOf(bus.Number));
        }

        foreach (var (i, number) in new[] { 2, 19, 20 }.Index())
        {
            orders.Add(new AuctionOrder("S" + number, false, 200_000, 80_000 + (i * 20_000), 100 + i)
            {
                Owner = "G" + number, Node = "n" + number,
            });
            buses.Add(network.IndexOf(number));
        }

        return new SecureCase
        {
            Orders = orders.ToArray(),
            BusOf = buses.ToArray(),
            Mechanism = mechanism ?? new KdaUniformMechanism(),
            Parameters = new MechanismParameters { PriceMicro = 150_000, DemandWh = 300_000, ReservePriceMicro = 150_000 },
            Feeder = SpanningTree.OfRadial(half),
        };
    }

    private static SecureCase With(SecureCase secure, int rounds) => new()
    {
        Orders = secure.Orders, BusOf = secure.BusOf, Mechanism = secure.Mechanism, Parameters = secure.Parameters,
        Feeder = secure.Feeder, Rounds = rounds,
    };

    private static Dictionary<int, long> Loads(SecureCase secure, AuctionOutcome clearing)
    {
        var loads = secure.Feeder.Network.Buses.ToDictionary(b => b.Number, _ => 0L);
        foreach (var fill in clearing.Fills)
        {
            loads[secure.Feeder.Network.Buses[secure.BusOf[fill.Order]].Number] +=
                4 * fill.QuantityWh * (secure.Orders[fill.Order].IsBuy ? 1 : -1);
        }

        return loads;
    }
}
