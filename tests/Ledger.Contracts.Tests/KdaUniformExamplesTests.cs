using System.Text.Json;
using Ledger.Contracts.Market.Auction;
using Ledger.Contracts.Tests.Harness;

namespace Ledger.Contracts.Tests;

/// <summary>Worked examples of section 2, kda-uniform: every number of every case.</summary>
public sealed class KdaUniformExamplesTests
{
    [Fact]
    public void Every_case_is_met_exactly()
    {
        var count = 0;
        foreach (var example in Examples.Cases("kda-uniform.json"))
        {
            var input = example.GetProperty("input");
            var parameters = input.GetProperty("params");
            var rules = new KdaRules(
                (long)parameters.Number("kNum"),
                (long)parameters.Number("kDen"),
                parameters.Text("interval") == "marginal",
                parameters.Text("tie") == "prorata");
            var orders = input.GetProperty("orders").EnumerateArray()
                .Select(o => new AuctionOrder(
                    o.Text("id"), o.Text("side") == "buy", (long)o.Number("qtyWh"), (long)o.Number("priceMicro"),
                        (long)o.Number("seq")))
                .ToArray();
            Compare(example.GetProperty("expected"), orders, KdaUniform.Clear(orders, rules));
            Compare(example.GetProperty("expected"), orders.Reverse().ToArray(),
                KdaUniform.Clear(orders.Reverse().ToArray(), rules));
            count++;
        }

        Assert.True(count >= 6);
    }

    private static void Compare(JsonElement expected, AuctionOrder[] orders, AuctionResult result)
    {
        Assert.Equal(expected.Number("clearedWh"), result.ClearedWh);
        Assert.Equal(expected.Number("welfareNano"), result.WelfareNano);
        Assert.Equal(expected.GetProperty("buyPriceMicro").ValueKind != JsonValueKind.Null, result.HasPrice);
        if (result.HasPrice)
        {
            Assert.Equal(expected.Number("buyPriceMicro"), result.PriceMicro);
            Assert.Equal(expected.Number("sellPriceMicro"), result.PriceMicro);
            Assert.Equal(expected.Number("lowMicro"), result.LowMicro);
            Assert.Equal(expected.Number("highMicro"), result.HighMicro);
        }

        var surplus = result.Fills.Aggregate(
            Int128.Zero, (sum, f) => orders[f.Order].IsBuy ? sum + f.AmountNano : sum - f.AmountNano);
        Assert.Equal(expected.Number("operatorSurplusNano"), surplus);
        Assert.Equal(
            expected.GetProperty("fills").EnumerateArray().Select(
                f => (f.Text("id"), f.Number("qtyWh"), f.Number("amountNano"))),
            result.Fills.Select(f => (orders[f.Order].Id, (Int128)f.QuantityWh, f.AmountNano)));
        Assert.Equal(
            expected.GetProperty("pairs").EnumerateArray().Select(
                p => (p.Text("buy"), p.Text("sell"), p.Number("qtyWh"))),
            result.Pairs.Select(p => (orders[p.Buy].Id, orders[p.Sell].Id, (Int128)p.QuantityWh)));
    }
}
