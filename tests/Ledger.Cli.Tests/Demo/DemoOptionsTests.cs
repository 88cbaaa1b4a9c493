using Ledger.Cli.Demo;

namespace Ledger.Cli.Tests.Demo;

public sealed class DemoOptionsTests
{
    public static TheoryData<DemoOptions> Wrong =>
    [
        new DemoOptions { Slots = 0 },
        new DemoOptions { Slots = 97 },
        new DemoOptions { Homes = 0 },
        new DemoOptions { Homes = 18 },
        new DemoOptions { Nodes = 3 },
        new DemoOptions { Nodes = 8 },
        new DemoOptions { Victim = "node5" },
        new DemoOptions { Mechanism = "otc" },
        new DemoOptions { Mechanism = "cda", Feeder = "rural1" },
        new DemoOptions { Mechanism = "lottery" },
        new DemoOptions { Mechanism = "auction-house" },
        new DemoOptions { Feeder = "feeder34" },
        new DemoOptions { Directory = AppContext.BaseDirectory },
        new DemoOptions { JsonFile = "there/is/no/such/folder.json" },
        new DemoOptions { JsonFile = "." },
    ];

    [Fact]
    public void The_default_is_valid() => new DemoOptions().Validate();

    [Fact]
    public void Every_mechanism_of_sealed_books_is_valid_on_a_feeder_and_the_continuous_one_without()
    {
        Assert.Equal(14, DemoMechanism.Names.Count);
        foreach (var name in DemoMechanism.Names.Where(n => n != "cda"))
        {
            new DemoOptions { Mechanism = name, Feeder = "rural1" }.Validate();
        }

        new DemoOptions { Mechanism = "cda" }.Validate();
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_done_is_bad_input_in_one_line(DemoOptions options)
    {
        var refusal = Assert.Throws<CommandException>(options.Validate);

        Assert.Equal(ExitStatus.BadInput, refusal.Status);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Theory]
    [InlineData("--slots", "0", "slots")]
    [InlineData("--homes", "18", "homes")]
    [InlineData("--nodes", "3", "nodes")]
    [InlineData("--kill", "node9", "node9")]
    [InlineData("--slots", "many", "many")]
    [InlineData("--mechanism", "lottery", "kda-uniform, kda-discriminatory")]
    [InlineData("--mechanism", "otc", "between two parties")]
    [InlineData("--mechanism", "auction-house", "--feeder")]
    [InlineData("--feeder", "feeder34", "none, feeder33, rural1")]
    public async Task The_command_refuses_it_with_status_2(string option, string value, string words) =>
        (await Run.OfAsync("demo", option, value)).FailsWith(ExitStatus.BadInput, words);
}
