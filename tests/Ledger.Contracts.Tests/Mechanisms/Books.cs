using FsCheck;
using FsCheck.Fluent;
using Ledger.Contracts.Market.Auction;
using Ledger.Contracts.Market.Mechanisms;
using Ledger.Contracts.Market.Zones;
using Ledger.Contracts.Settlement.Rules;

namespace Ledger.Contracts.Tests.Mechanisms;

/// <summary>Random books: small ones with many ties, some zero quantities, some values at the ends of 64 bits.</summary>
internal static class Books
{
    public static readonly string[] ZoneNames = ["A", "B", "C", "D"];

    private static readonly string[] OriginNames = ["pv", "wind", "gas"];

    private static readonly Gen<(long Quantity, long Price)> Small = Gen.Frequency(
        (8, Gen.Choose(0, 9).SelectMany(q => Gen.Choose(-3, 6), (q, p) => ((long)q, (long)p))),
        (1, Gen.Choose(1, 1000).SelectMany(q => Gen.Choose(-300_000, 300_000), (q, p) => ((long)q, (long)p))));

    private static readonly Gen<(long Quantity, long Price)> Extreme = Gen.Frequency(
        (2, Small),
        (1, Gen.Elements(
            (long.MaxValue, 1L), (long.MaxValue, -1L), (1L, long.MaxValue), (1L, -long.MaxValue), (long.MaxValue, 0L),
            (3_037_000_499L, 3_037_000_499L), (3_037_000_499L, -3_037_000_499L))));

    public static readonly Gen<AuctionOrder[]> Orders = Of(Small);

    public static readonly Gen<AuctionOrder[]> ExtremeOrders = Of(Extreme);

    /// <summary>Random parameters for every mechanism, on a path of four zones and a small grid.</summary>
    public static readonly Gen<MechanismParameters> Parameters =
        from denominator in Gen.Choose(1, 5)
        from numerator in Gen.Choose(0, denominator)
        from flags in Gen.Elements(true, false).ListOf(3)
        from price in Gen.Choose(-3, 6)
        from demand in Gen.Choose(0, 30)
        from limits in Gen.Choose(0, 12).ListOf(6)
        from fees in Gen.Choose(0, 3).ListOf(4)
        select new MechanismParameters
        {
            KNumerator = numerator,
            KDenominator = denominator,
            IsMarginalInterval = flags[0],
            IsProRata = flags[1],
            IsSupervised = flags[2],
            PriceMicro = price,
            DemandWh = demand,
            ReservePriceMicro = price + 2,
            Zones = new ZoneNetwork(
                ZoneNames,
                [
                    new ZoneLink("AB", 0, 1, limits[0], limits[1]),
                    new ZoneLink("CB", 2, 1, limits[2], limits[3]),
                    new ZoneLink("BD", 1, 3, limits[4], limits[5]),
                ]),
            Graph = new FeeGraph(
                ["A", "B", "C", "A"], ["B", "C", "D", "D"], fees.Select(f => (long)f).ToArray()),
        };

    public static IEnumerable<IAuctionMechanism> Mechanisms => MechanismList.All();

    public static void Check<T>(Gen<T> cases, Action<T> property, int count = 400) =>
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(count), Prop.ForAll(Arb.From(cases), property));

    public static AuctionOrder[] Shuffled(AuctionOrder[] orders) =>
        orders.Reverse().Where((_, i) => i % 2 == 0).Concat(orders.Reverse().Where((_, i) => i % 2 == 1)).ToArray();

    public static AuctionOrder[] Large(int count, int seed)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(i =>
            new AuctionOrder("O" + i, i % 2 == 0, random.Next(1, 5_000), random.Next(20_000, 400_000), i)
            {
                Owner = "P" + random.Next(count / 3),
                Zone = ZoneNames[random.Next(4)],
                Node = ZoneNames[random.Next(4)],
                Origin = OriginNames[random.Next(3)],
            }).ToArray();
    }

    private static Gen<AuctionOrder[]> Of(Gen<(long Quantity, long Price)> values) =>
        from pairs in values.ListOf()
        from sides in Gen.Elements(true, false).ListOf(pairs.Count)
        from owners in Gen.Choose(0, 3).ListOf(pairs.Count)
        from zones in Gen.Elements(ZoneNames).ListOf(pairs.Count)
        from origins in Gen.Elements(OriginNames).ListOf(pairs.Count)
        select pairs.Select((v, i) => new AuctionOrder("O" + i, sides[i], v.Quantity, v.Price, i / 2)
        {
            Owner = "P" + owners[i],
            Zone = zones[i],
            Node = zones[(i * 7) % zones.Count],
            Origin = origins[i],
            Origins = i % 3 == 0 ? [origins[(i * 5) % origins.Count]] : [],
        }).ToArray();
}
