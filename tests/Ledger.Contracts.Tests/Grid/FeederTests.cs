using Ledger.Chaincode;
using Ledger.Contracts.Grid;

namespace Ledger.Contracts.Tests.Grid;

/// <summary>LinDistFlow on the published feeders, against published figures and a full AC sweep.</summary>
public sealed class FeederTests
{
    [Theory]
    [InlineData("feeder33", 3715, 2300, 202.68, 0.9131, 18)]
    [InlineData("feeder69", 3802, 2694, 224.99, 0.9092, 65)]
    public void The_judge_itself_meets_the_published_figures(
        string name, double load, double reactive, double losses, double lowest, int bus)
    {
        var network = Feeders.Read(name);
        Assert.Equal(load, network.Buses.Sum(b => b.ActiveW) / 1000.0, 1.0);
        Assert.Equal(reactive, network.Buses.Sum(b => b.ReactiveVar) / 1000.0, 1.0);
        var sweep = new AcSweep(SpanningTree.OfRadial(network));
        Assert.Equal(losses, sweep.LossW / 1000, 0.05);
        var worst = Enumerable.Range(0, network.Buses.Length).MinBy(sweep.PerUnit);
        Assert.Equal(bus, network.Buses[worst].Number);
        Assert.Equal(lowest, sweep.PerUnit(worst), 0.0001);
    }

    [Theory]
    [InlineData("feeder33", 18, 3_000, 14)]
    [InlineData("feeder69", 65, 4_000, 16)]
    public void The_linear_model_is_close_to_the_full_one_and_never_pessimistic(
        string name, int bus, int ppmMax, double lossPercentMax)
    {
        var tree = SpanningTree.OfRadial(Feeders.Read(name));
        var (flow, sweep) = (LinDistFlow.Solve(tree), new AcSweep(tree));
        Int128 largest = 0;
        Int128 losses = 0;
        for (var i = 0; i < sweep.Volt.Length; i++)
        {
            // Without losses the voltage comes out a little too high.
            var difference = flow.Ppm(i) - (Int128)Math.Floor(sweep.PerUnit(i) * 1e6);
            Assert.InRange(difference, -1, ppmMax);
            largest = difference > largest ? difference : largest;
            losses += tree.ParentBranch[i] < 0 ? 0 : flow.LossW(tree.ParentBranch[i]);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{name}: voltages differ by at most {largest} ppm; losses {losses} W against {sweep.LossW:0} W");
        Assert.Equal(bus, tree.Network.Buses[Enumerable.Range(0, sweep.Volt.Length).MinBy(flow.Ppm)].Number);
        Assert.InRange((double)losses, sweep.LossW * (1 - (lossPercentMax / 100)), sweep.LossW);
    }

    [Fact]
    public void The_difference_shrinks_with_the_load()
    {
        var network = Feeders.Read("feeder33");
        var light = SpanningTree.OfRadial(Feeders.WithLoads(
            network, b => new GridBus(b.Number, b.ActiveW / 10, b.ReactiveVar / 10)));
        var (flow, sweep) = (LinDistFlow.Solve(light), new AcSweep(light));
        Assert.All(
            Enumerable.Range(0, sweep.Volt.Length),
            i => Assert.InRange(flow.Ppm(i) - (Int128)(sweep.PerUnit(i) * 1e6), -1, 60));
    }

    [Fact]
    public void Injection_raises_the_voltage_and_turns_the_flow()
    {
        var network = new GridNetwork(
            [new(1, 0, 0), new(2, -50_000, 0)],
            [new() { Number = 1, From = 2, To = 1, ResistanceMicroOhm = 100_000, LimitVoltAmpere = 49_999 }], 1);
        var flow = LinDistFlow.Solve(SpanningTree.OfRadial(network));
        Assert.Equal((Int128)160_000_000_000 + (2 * (Int128)100_000 * 50_000), flow.Squares[1]);
        Assert.Equal(-50_000, flow.ActiveInto[1]);
        var only = Assert.Single(Violation.All(flow));
        Assert.Equal((Violation.LineLimit, 1), (only.Kind, only.Number));
    }

    [Fact]
    public void Feeders_that_are_none_are_refused_with_a_reason()
    {
        GridBus[] buses = [new(1, 0, 0), new(2, 0, 0), new(3, 0, 0)];
        GridBranch[] ring =
        [
            new() { Number = 1, From = 1, To = 2 }, new() { Number = 2, From = 2, To = 3 },
            new() { Number = 3, From = 3, To = 1 },
        ];
        Assert.Contains("closes a loop", Refused(() => SpanningTree.OfRadial(new GridNetwork(buses, ring, 1))));
        Assert.Contains("bus 3 is not connected", Refused(() => SpanningTree.OfRadial(new GridNetwork(buses, ring[..1], 1))));
        Assert.Contains("no bus 9", Refused(() => new GridNetwork(buses, ring, 9)));
        Assert.Contains("comes twice", Refused(() => new GridNetwork([buses[0], buses[0]], [], 1)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    [InlineData(long.MaxValue, 3_037_000_499)]
    [InlineData(-5, 0)]
    public void Square_roots_are_rounded_down(long value, long root) =>
        Assert.Equal(root, SquareRoot.Floor(value));

    [Fact]
    public void The_square_root_of_the_largest_number_is_found()
    {
        var root = SquareRoot.Floor(Int128.MaxValue);
        Assert.True(root * root <= Int128.MaxValue && root * root > Int128.MaxValue - (2 * root) - 1);
        Assert.Equal((Int128)1 << 63, SquareRoot.Floor((Int128)1 << 126));
        Assert.Equal(((Int128)1 << 63) - 1, SquareRoot.Floor(((Int128)1 << 126) - 1));
    }

    private static string Refused(Action action) => Assert.Throws<ContractRejection>(action).Message;
}
