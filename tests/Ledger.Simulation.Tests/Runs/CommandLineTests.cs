namespace Ledger.Simulation.Tests.Runs;

/// <summary>What can be asked for, and what is refused in one line.</summary>
public sealed class CommandLineTests
{
    [Fact]
    public void A_range_of_seeds()
    {
        var command = CommandLine.TryParse(["--seeds", "5..9", "--nodes", "7", "--threads", "2"], out var flaw)!;
        Assert.Null(flaw);
        Assert.Equal(new SeedRange(5, 9), command.Seeds);
        Assert.Equal(5ul, command.Seeds.Count);
        Assert.Equal(7, command.NodeCount);
        Assert.Equal(2, command.ThreadCount);
        Assert.False(command.IsTraced);
    }

    [Fact]
    public void One_seed_with_its_steps()
    {
        var command = CommandLine.TryParse(["--seed", "17", "--trace"], out _)!;
        Assert.Equal(new SeedRange(17, 17), command.Seeds);
        Assert.True(command.IsTraced);
        Assert.Null(command.NodeCount);
    }

    [Fact]
    public void A_scenario_over_a_few_seeds()
    {
        var command = CommandLine.TryParse(["--scenario", "pitfall-07", "--trace"], out _)!;
        Assert.Equal("pitfall-07", command.Scenario);
        Assert.Equal(new SeedRange(0, 4), command.Seeds);
        Assert.True(command.IsTraced);
        Assert.Equal(new SeedRange(7, 7), CommandLine.TryParse(["--scenario", "x", "--seed", "7"], out _)!.Seeds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--scenario")]
    [InlineData("--scenario x --nodes 4")]
    [InlineData("--seeds")]
    [InlineData("--seeds 5")]
    [InlineData("--seeds 9..5")]
    [InlineData("--seeds -1..5")]
    [InlineData("--seed x")]
    [InlineData("--seed 1 --nodes 3")]
    [InlineData("--seed 1 --nodes 32")]
    [InlineData("--seed 1 --threads 0")]
    [InlineData("--seed 1 --what")]
    [InlineData("--seeds 1..2 --trace")]
    public void What_is_not_understood_is_refused_in_one_line(string line)
    {
        Assert.Null(CommandLine.TryParse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), out var flaw));
        Assert.NotNull(flaw);
        Assert.DoesNotContain('\n', flaw);
    }
}
