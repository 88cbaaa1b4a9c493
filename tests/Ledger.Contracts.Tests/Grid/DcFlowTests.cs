using System.Numerics;
using Ledger.Contracts.Grid;

namespace Ledger.Contracts.Tests.Grid;

/// <summary>DC flow against Kirchhoff's laws and an independent solution by angles; its numbers against BigInteger.</summary>
public sealed class DcFlowTests
{
    [Fact]
    public void Random_networks_agree_with_the_solution_by_angles()
    {
        var random = new Random(3);
        for (var round = 0; round < 40; round++)
        {
            var network = Network(random, random.Next(2, 14), random.Next(0, 14));
            var units = Enumerable.Range(0, network.Buses.Length).Where(b => b != network.Slack).ToArray();
            var flow = new DcFlow(new SpanningTree(network), units);
            for (var number = 0; number <= units.Length; number++)
            {
                var injection = network.Buses.Select((b, i) =>
                    number == 0 ? -(double)b.ActiveW : units[number - 1] == i ? 1.0 : 0.0).ToArray();
                var expected = ByAngles(network, injection);
                for (var branch = 0; branch < expected.Length; branch++)
                {
                    var scaled = flow.Numerator(branch, number).Multiply(ExactInteger.Of(1_000_000_000));
                    var exact = (double)scaled.RoundedQuotient(flow.Denominator) / 1e9;
                    Assert.Equal(expected[branch], exact, 1e-6 * Math.Max(1, Math.Abs(expected[branch])));
                }
            }
        }
    }

    [Fact]
    public void A_ring_of_the_69_bus_feeders_size_is_solved_exactly()
    {
        var random = new Random(5);
        var network = Network(random, 69, 40);
        var tree = new SpanningTree(network);
        var flow = new DcFlow(tree, []);

        // Kirchhoff: at each bus what flows in is consumed, in exact fractions.
        for (var bus = 0; bus < network.Buses.Length; bus++)
        {
            if (bus == network.Slack)
            {
                continue;
            }

            var sum = ExactInteger.Of(-network.Buses[bus].ActiveW).Multiply(flow.Denominator);
            for (var branch = 0; branch < network.Branches.Length; branch++)
            {
                sum = network.To[branch] == bus ? sum.Add(flow.Numerator(branch, 0))
                    : network.From[branch] == bus ? sum.Subtract(flow.Numerator(branch, 0))
                    : sum;
            }

            Assert.Equal(0, sum.Sign);
        }
    }

    [Fact]
    public void The_five_bus_mesh_keeps_its_balance_and_its_factors()
    {
        // Reactances per unit become whole numbers; only their ratios matter.
        var buses = Feeders.Rows("mesh5_buses.csv")
            .Select(r => new GridBus(int.Parse(r[0]), long.Parse(r[1]) * 1_000_000, 0)).ToArray();
        var branches = Feeders.Rows("mesh5_branches.csv").Select(r => new GridBranch
        {
            Number = int.Parse(r[0]), From = int.Parse(r[1]), To = int.Parse(r[2]),
            ReactanceMicroOhm = (long)Math.Round(double.Parse(r[4], System.Globalization.CultureInfo.InvariantCulture) * 1e6),
        }).ToArray();
        var network = new GridNetwork(buses, branches, 4);
        var units = Enumerable.Range(0, 5).Where(b => b != network.Slack).ToArray();
        var flow = new DcFlow(new SpanningTree(network), units);
        var expected = ByAngles(network, network.Buses.Select(b => -(double)b.ActiveW).ToArray());
        for (var branch = 0; branch < branches.Length; branch++)
        {
            Assert.Equal(expected[branch], (double)flow.Numerator(branch, 0).RoundedQuotient(flow.Denominator), 1.0);

            // Transfer factors times injections are the flows, exactly.
            var sum = ExactInteger.Of(0);
            for (var i = 0; i < units.Length; i++)
            {
                sum = sum.Add(flow.Numerator(branch, i + 1).Multiply(ExactInteger.Of(-network.Buses[units[i]].ActiveW)));
            }

            Assert.Equal(0, sum.CompareTo(flow.Numerator(branch, 0)));
        }
    }

    [Fact]
    public void Exact_integers_compute_as_big_integers_do()
    {
        var random = new Random(11);
        for (var i = 0; i < 20_000; i++)
        {
            var (a, b) = (Number(random), Number(random));
            var (left, right) = (Of(a), Of(b));
            Assert.Equal(a + b, Value(left.Add(right)));
            Assert.Equal(a - b, Value(left.Subtract(right)));
            Assert.Equal(a * b, Value(left.Multiply(right)));
            Assert.Equal(a.CompareTo(b), left.CompareTo(right));
            if (b != 0)
            {
                Assert.Equal(a / b, Value(left.Divide(right, out var remainder)));
                Assert.Equal(a % b, Value(remainder));
            }
        }
    }

    [Theory]
    [InlineData(5, 2, 2)]
    [InlineData(7, 2, 4)]
    [InlineData(-5, 2, -2)]
    [InlineData(-7, 2, -4)]
    [InlineData(7, 3, 2)]
    [InlineData(-8, 3, -3)]
    public void Quotients_round_half_to_even(int value, int divisor, int rounded) => Assert.Equal(
        rounded, ExactInteger.Of(value).RoundedQuotient(ExactInteger.Of(divisor)));

    /// <summary>Sizes from one digit to twenty, often with digits of all ones or zeros, where division guesses wrong.</summary>
    private static BigInteger Number(Random random)
    {
        BigInteger value = 0;
        for (var i = random.Next(0, 20); i >= 0; i--)
        {
            value = (value << 32) + random.Next(4) switch
            {
                0 => uint.MaxValue,
                1 => 0u,
                2 => 0x8000_0000u,
                _ => (uint)random.NextInt64(0, 1L << 32),
            };
        }

        return random.Next(2) == 0 ? value : -value;
    }

    private static ExactInteger Of(BigInteger value)
    {
        var number = ExactInteger.Of(0);
        var magnitude = BigInteger.Abs(value);
        var shift = ExactInteger.Of((Int128)1 << 32);
        foreach (var part in Enumerable.Range(0, 32).Reverse().Select(i => (uint)((magnitude >> (32 * i)) & uint.MaxValue)))
        {
            number = number.Multiply(shift).Add(ExactInteger.Of(part));
        }

        return value.Sign < 0 ? number.Negate() : number;
    }

    /// <summary>Read back digit by digit, least first.</summary>
    private static BigInteger Value(ExactInteger number)
    {
        var negative = number.Sign < 0;
        var rest = negative ? number.Negate() : number;
        var digits = new List<Int128>();
        var shift = ExactInteger.Of((Int128)1 << 32);
        while (rest.Sign != 0)
        {
            rest = rest.Divide(shift, out var digit);
            digits.Add(digit.RoundedQuotient(ExactInteger.Of(1)));
        }

        BigInteger value = 0;
        foreach (var digit in Enumerable.Reverse(digits))
        {
            value = (value << 32) + (BigInteger)(long)digit;
        }

        return negative ? -value : value;
    }

    private static GridNetwork Network(Random random, int size, int chords)
    {
        var buses = Enumerable.Range(1, size).Select(i => new GridBus(i, random.Next(-500_000, 500_000), 0)).ToArray();
        var branches = Enumerable.Range(2, size - 1).Select(i => (From: random.Next(1, i), To: i))
            .Concat(Enumerable.Range(0, size < 3 ? 0 : chords).Select(_ =>
            {
                var from = random.Next(1, size + 1);
                return (From: from, To: (from % size) + 1);
            }))
            .Select((b, i) => new GridBranch
            {
                Number = i + 1, From = i % 2 == 0 ? b.From : b.To, To = i % 2 == 0 ? b.To : b.From,
                ReactanceMicroOhm = random.Next(1, 2_000_000),
            }).ToArray();
        return new GridNetwork(buses, branches, random.Next(1, size + 1));
    }

    /// <summary>Gaussian elimination on the nodal equations, in floating point.</summary>
    private static double[] ByAngles(GridNetwork network, double[] injection)
    {
        var size = network.Buses.Length;
        var matrix = new double[size, size + 1];
        for (var i = 0; i < network.Branches.Length; i++)
        {
            var (a, b, weight) = (network.From[i], network.To[i], 1e6 / network.Branches[i].ReactanceMicroOhm);
            matrix[a, a] += weight;
            matrix[b, b] += weight;
            matrix[a, b] -= weight;
            matrix[b, a] -= weight;
        }

        for (var bus = 0; bus < size; bus++)
        {
            matrix[bus, size] = injection[bus];
        }

        for (var column = 0; column <= size; column++)
        {
            matrix[network.Slack, column] = column == network.Slack ? 1 : 0;
        }

        for (var pivot = 0; pivot < size; pivot++)
        {
            var best = Enumerable.Range(pivot, size - pivot).MaxBy(r => Math.Abs(matrix[r, pivot]));
            for (var column = 0; column <= size; column++)
            {
                (matrix[pivot, column], matrix[best, column]) = (matrix[best, column], matrix[pivot, column]);
            }

            for (var row = 0; row < size; row++)
            {
                var factor = row == pivot ? 0 : matrix[row, pivot] / matrix[pivot, pivot];
                for (var column = pivot; column <= size && factor != 0; column++)
                {
                    matrix[row, column] -= factor * matrix[pivot, column];
                }
            }
        }

        double Angle(int bus) => matrix[bus, size] / matrix[bus, bus];
        return Enumerable.Range(0, network.Branches.Length).Select(i =>
            (Angle(network.From[i]) - Angle(network.To[i])) * 1e6 / network.Branches[i].ReactanceMicroOhm).ToArray();
    }
}
