using Ledger.Chaincode;
using Ledger.Contracts.Grid;

namespace Ledger.Contracts.Tests.Grid;

/// <summary>Bus-level price formation (M5) with devices of quadratic cost: it finds the price that clears.</summary>
public sealed class PriceIterationTests
{
    private static readonly PriceIterationRules Rules = new()
    {
        RhoMicro = 60, ImbalanceWhMax = 3, DualMicroMax = 300, RoundsMax = 300,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_converges_to_the_price_that_clears(int seed)
    {
        var random = new Random(seed);

        // Value of consuming x: a x - b x² / 2 within -limit and limit; a device with a low a generates.
        var devices = Enumerable.Range(0, 20).Select(i => (
            A: (double)random.Next(50_000, 350_000), B: (double)random.Next(40, 200), Limit: random.Next(500, 4_000))).ToArray();
        var state = PriceIteration.Start(devices.Length, 100_000);
        while (!state.IsConverged)
        {
            state = state.Next(devices.Select((d, i) => Answer(d.A, d.B, d.Limit, state, i)).ToArray(), Rules);
        }

        Assert.True(state.ImbalanceWh <= 3 && state.DualScaled <= 300 * PriceIteration.Scale);
        Assert.InRange(state.PriceMicro - ClearingPrice(devices), -400, 400);
    }

    [Fact]
    public void Rounds_are_bounded_and_answers_are_complete()
    {
        var rules = new PriceIterationRules { RhoMicro = 1, ImbalanceWhMax = 0, DualMicroMax = 0, RoundsMax = 2 };
        var state = PriceIteration.Start(2, 100_000);
        Assert.Contains("one answer of each of 2", Assert.Throws<ContractRejection>(() => state.Next([1], rules)).Message);
        state = state.Next([5, -2], rules).Next([5, -2], rules);
        Assert.False(state.IsConverged);
        Assert.Equal((100_003L, 2, (Int128)3), (state.PriceMicro, state.Round, state.ImbalanceWh));
        Assert.Contains("ended after round 2", Assert.Throws<ContractRejection>(() => state.Next([5, -5], rules)).Message);
        var balanced = PriceIteration.Start(2, 100_000).Next([0, 0], rules);
        Assert.True(balanced.IsConverged);
        Assert.Throws<ContractRejection>(() => balanced.Next([0, 0], rules));
    }

    [Fact]
    public void The_calculator_repeats_the_rounds()
    {
        var result = Mechanisms.Documents.Run("price-iteration", """
            {"priceMicro":100,"rhoMicro":10,"imbalanceWhMax":0,"dualMicroMax":100,"roundsMax":9,"rounds":[[3,-1],[2,-2]]}
            """);
        Assert.Equal(110, result.Long("priceMicro"));
        Assert.True(result.Flag("converged", false));
        Assert.Equal(2, result.Items("steps").At(0).Long("imbalanceWh"));
    }

    private static long Answer(double a, double b, int limit, PriceIteration state, int device)
    {
        var target = state.AnswersWh[device] - ((double)state.MeanScaled / PriceIteration.Scale);
        var best = (a - ((double)state.PriceScaled / PriceIteration.Scale) + (Rules.RhoMicro * target)) / (b + Rules.RhoMicro);
        return (long)Math.Round(Math.Clamp(best, -limit, limit));
    }

    private static long ClearingPrice((double A, double B, int Limit)[] devices)
    {
        var (low, high) = (-2_000_000.0, 2_000_000.0);
        for (var i = 0; i < 100; i++)
        {
            var price = (low + high) / 2;
            var sum = devices.Sum(d => Math.Clamp((d.A - price) / d.B, -d.Limit, d.Limit));
            (low, high) = sum > 0 ? (price, high) : (low, price);
        }

        return (long)low;
    }
}
