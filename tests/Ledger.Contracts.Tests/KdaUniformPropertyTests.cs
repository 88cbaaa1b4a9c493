using FsCheck;
using FsCheck.Fluent;
using Ledger.Contracts.Market.Auction;

namespace Ledger.Contracts.Tests;

/// <summary>Random books, small ones with many ties and ones at the ends of 64 bits.</summary>
public sealed class KdaUniformPropertyTests
{
    private static readonly Gen<(long Quantity, long Price)> Values = Gen.Frequency(
        (8, Gen.Choose(0, 9).SelectMany(q => Gen.Choose(-3, 6), (q, p) => ((long)q, (long)p))),
        (1, Gen.Elements(
            (long.MaxValue, 1L), (long.MaxValue, -1L), (1L, long.MaxValue), (1L, -long.MaxValue), (long.MaxValue, 0L))),
        (1, Gen.Choose(1, 1000).SelectMany(q => Gen.Choose(-300_000, 300_000), (q, p) => ((long)q, (long)p))));

    private static readonly Arbitrary<(AuctionOrder[] Orders, KdaRules Rules)> Books = Arb.From(
        from values in Values.ListOf()
        from sides in Gen.Elements(true, false).ListOf(values.Count)
        from denominator in Gen.Choose(1, 5)
        from numerator in Gen.Choose(0, denominator)
        from isMarginal in Gen.Elements(true, false)
        from isProRata in Gen.Elements(true, false)
        select (
            values.Select((v, i) => new AuctionOrder("O" + i, sides[i], v.Quantity, v.Price, i / 2)).ToArray(),
            new KdaRules(numerator, denominator, isMarginal, isProRata)));

    [Fact]
    public void Nobody_loses_and_everything_is_conserved() => Check(book =>
    {
        var (orders, rules) = book;
        var result = KdaUniform.Clear(orders, rules);
        Int128 bought = 0, sold = 0, paid = 0, received = 0, welfare = 0;
        foreach (var fill in result.Fills)
        {
            var order = orders[fill.Order];
            Assert.InRange(fill.QuantityWh, 1, order.QuantityWh);
            Assert.Equal((Int128)fill.QuantityWh * result.PriceMicro, fill.AmountNano);
            Assert.True(order.IsBuy ? result.PriceMicro <= order.PriceMicro : result.PriceMicro >= order.PriceMicro);
            bought += order.IsBuy ? fill.QuantityWh : 0;
            sold += order.IsBuy ? 0 : fill.QuantityWh;
            paid += order.IsBuy ? fill.AmountNano : 0;
            received += order.IsBuy ? 0 : fill.AmountNano;
            welfare += (Int128)fill.QuantityWh * order.PriceMicro * (order.IsBuy ? 1 : -1);
        }

        Assert.Equal((result.ClearedWh, result.ClearedWh), (bought, sold));
        Assert.Equal(paid, received);
        Assert.Equal(result.WelfareNano, welfare);
        Assert.True(welfare >= 0);
        Assert.True(result.LowMicro <= result.PriceMicro && result.PriceMicro <= result.HighMicro);
        Assert.Equal(result.ClearedWh, result.Pairs.Aggregate(Int128.Zero, (sum, p) => sum + p.QuantityWh));
        Assert.All(result.Pairs, p => Assert.True(orders[p.Buy].IsBuy && !orders[p.Sell].IsBuy && p.QuantityWh > 0));
    });

    [Fact]
    public void The_largest_tradable_quantity_is_traded() => Check(book =>
    {
        // The slow twin: try every limit price of the book.
        var (orders, rules) = book;
        Int128 best = 0;
        foreach (var price in orders.Select(o => o.PriceMicro).Distinct())
        {
            var demand = orders.Where(o => o.IsBuy && o.PriceMicro >= price).Aggregate(
                Int128.Zero, (sum, o) => sum + o.QuantityWh);
            var supply = orders.Where(o => !o.IsBuy && o.PriceMicro <= price).Aggregate(
                Int128.Zero, (sum, o) => sum + o.QuantityWh);
            best = Int128.Max(best, Int128.Min(demand, supply));
        }

        Assert.Equal(best, KdaUniform.Clear(orders, rules).ClearedWh);
    });

    [Fact]
    public void The_equilibrium_price_leaves_no_better_order_behind() => Check(book =>
    {
        var (orders, rules) = book;
        var result = KdaUniform.Clear(orders, rules);
        if (rules.IsMarginalInterval || !result.HasPrice)
        {
            return;
        }

        var filled = result.Fills.ToDictionary(f => f.Order, f => f.QuantityWh);
        for (var i = 0; i < orders.Length; i++)
        {
            if (filled.GetValueOrDefault(i) < orders[i].QuantityWh)
            {
                Assert.True(orders[i].IsBuy ? orders[i].PriceMicro <= result.PriceMicro
                    : orders[i].PriceMicro >= result.PriceMicro);
            }
        }
    });

    [Fact]
    public void The_position_in_the_array_means_nothing() => Check(book =>
    {
        var (orders, rules) = book;
        var shuffled = orders.Reverse().Where((_, i) => i % 2 == 0).Concat(
            orders.Reverse().Where((_, i) => i % 2 == 1)).ToArray();
        var left = KdaUniform.Clear(orders, rules);
        var right = KdaUniform.Clear(shuffled, rules);
        Assert.Equal(left.PriceMicro, right.PriceMicro);
        Assert.Equal(
            left.Fills.Select(f => (orders[f.Order].Id, f.QuantityWh)),
                right.Fills.Select(f => (shuffled[f.Order].Id, f.QuantityWh)));
        Assert.Equal(
            left.Pairs.Select(p => (orders[p.Buy].Id, orders[p.Sell].Id, p.QuantityWh)),
            right.Pairs.Select(p => (shuffled[p.Buy].Id, shuffled[p.Sell].Id, p.QuantityWh)));
    });

    [Fact]
    public void Shares_of_the_largest_remainder_are_exact_at_any_size()
    {
        Int128[] totals = [0, 1, 7, long.MaxValue, (Int128)long.MaxValue * 2, ((Int128)long.MaxValue * 3) - 1];
        foreach (var total in totals)
        {
            var shares = LargestRemainder.Share(total, [long.MaxValue, long.MaxValue, 0, long.MaxValue]);
            Assert.Equal(total, shares.Aggregate(Int128.Zero, (sum, s) => sum + s));
            Assert.Equal(0, shares[2]);
            Assert.Equal([(long)((total + 2) / 3), (long)((total + 1) / 3), 0, (long)(total / 3)], shares);
        }
    }

    [Theory]
    [InlineData("B10", "B9")]
    [InlineData("B9", "BA")]
    [InlineData("BA", "Ba")]
    [InlineData("B", "B1")]
    [InlineData("\uFFFD", "\U00010000")]
    public void Identifiers_are_ordered_by_their_bytes(string first, string second)
    {
        Assert.True(Ordinal.Compare(first, second) < 0);
        Assert.True(Ordinal.Compare(second, first) > 0);
        Assert.Equal(0, Ordinal.Compare(first, first));
    }

    private static void Check(Action<(AuctionOrder[] Orders, KdaRules Rules)> property) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(1_000), Prop.ForAll(Books, property));
}
