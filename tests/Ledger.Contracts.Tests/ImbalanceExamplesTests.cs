using Ledger.Contracts.Settlement;
using Ledger.Contracts.Tests.Harness;

namespace Ledger.Contracts.Tests;

/// <summary>Worked examples of section 3, imbalance.</summary>
public sealed class ImbalanceExamplesTests
{
    [Fact]
    public void Every_case_is_met_exactly()
    {
        var count = 0;
        foreach (var example in Examples.Cases("settlement-imbalance.json"))
        {
            var input = example.GetProperty("input");
            var participants = input.GetProperty("participants").EnumerateArray().ToArray();
            var result = Imbalance.Settle(
                input.Text("mode") == "dual",
                (long)input.Number("dayAheadMicro"),
                (long)input.Number("upMicro"),
                (long)input.Number("downMicro"),
                participants.Select(p => (long)p.Number("contractedWh")).ToArray(),
                participants.Select(p => (long)p.Number("meteredWh")).ToArray());
            var expected = example.GetProperty("expected");
            Assert.Equal(expected.Number("systemWh"), result.SystemWh);
            Assert.Equal(
                expected.Text("state"), result.SystemWh < 0 ? "short" : result.SystemWh > 0 ? "long" : "balanced");
            Assert.Equal(expected.Number("longPriceMicro"), result.LongPriceMicro);
            Assert.Equal(expected.Number("shortPriceMicro"), result.ShortPriceMicro);
            Assert.Equal(expected.Number("gridSupervisorNano"), result.SupervisorNano);
            Assert.Equal(
                expected.GetProperty("rows").EnumerateArray().Select(
                    r => (r.Number("deviationWh"), r.Number("amountNano"))),
                result.DeviationsWh.Zip(result.AmountsNano, (d, a) => ((Int128)d, a)));
            count++;
        }

        Assert.True(count >= 2);
    }

    [Theory]
    [InlineData(false, 60, 60)]
    [InlineData(true, 60, 120)]
    public void A_long_system_is_paid_down(bool isDual, long longPrice, long shortPrice)
    {
        var result = Imbalance.Settle(isDual, 120, 200, 60, [0, 0], [5, -2]);
        Assert.Equal((longPrice, shortPrice), (result.LongPriceMicro, result.ShortPriceMicro));
        Assert.Equal(5 * longPrice, result.AmountsNano[0]);
        Assert.Equal(-2 * shortPrice, result.AmountsNano[1]);
    }

    [Fact]
    public void A_balanced_system_is_settled_at_day_ahead()
    {
        var result = Imbalance.Settle(false, 120, 200, 60, [1, 1], [3, -1]);
        Assert.Equal([240, -240], result.AmountsNano);
        Assert.Equal(0, result.SupervisorNano);
    }
}
