using System.CommandLine;
using Ledger.Cli.Demo;
using Ledger.Cli.Demo.Data;
using Ledger.Cli.Demo.Grid;
using Ledger.Cli.Network;
using Ledger.Cli.Output;

namespace Ledger.Cli.Commands;

/// <summary>
/// <c>ledger demo</c>: a consortium trades a real day, loses its primary and later another node, finds both again, and
/// shows that everything adds up.
/// </summary>
internal sealed class DemoCommand : CliCommand
{
    private readonly Option<string?> _directory = new("--dir")
    {
        Description = "Directory of the network, absent or empty; a temporary one when not given.",
    };

    private readonly Option<int> _slots = new("--slots")
    {
        Description = "Slots of 15 minutes to trade, 1 to 96; fewer than 96 are taken from around noon.",
        DefaultValueFactory = _ => HomeProfiles.SlotsPerDay,
    };

    private readonly Option<int> _homes = new("--homes")
    {
        Description = "Homes, 1 to 17.",
        DefaultValueFactory = _ => HomeProfiles.HomesMax,
    };

    private readonly Option<int> _nodes = new("--nodes")
    {
        Description = "Cells with a node each, 4 to 7.",
        DefaultValueFactory = _ => NetworkPlan.NodesMin,
    };

    private readonly Option<string> _mechanism = new("--mechanism")
    {
        Description = $"What clears the slots: {string.Join(", ", DemoMechanism.Names)}.",
        DefaultValueFactory = _ => DemoMechanism.Default,
    };

    private readonly Option<string> _feeder = new("--feeder")
    {
        Description = "Feeder that the homes are spread over and that must bear what is cleared: " +
                      $"{string.Join(", ", DemoFeeder.Names)}. On feeder33 each home stands for 300, on rural1 for 4.",
        DefaultValueFactory = _ => DemoFeeder.None,
    };

    private readonly Option<string?> _victim = new("--kill")
    {
        Description = "The node to kill halfway, node1 to nodeN; the last one by default. The primary is killed once in any " +
                      "case, after a quarter of the slots.",
    };

    private readonly Option<bool> _keep = new("--keep") { Description = "Leaves the network running." };

    private readonly Option<string?> _json = new("--json") { Description = "File for the whole report in JSON." };

    /// <summary>Makes the command.</summary>
    public DemoCommand(Terminal terminal)
        : base(
            terminal, "demo", "Replays a real day of up to 17 homes on a network of its own, and checks the result.",
            "ledger demo --json report.json\nledger demo --slots 16 --homes 8 --dir valley --keep\n" +
            "ledger demo --mechanism lao --feeder feeder33")
    {
        Add(_directory);
        Add(_slots);
        Add(_homes);
        Add(_nodes);
        Add(_mechanism);
        Add(_feeder);
        Add(_victim);
        Add(_keep);
        Add(_json);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var options = new DemoOptions
        {
            Directory = parsed.GetValue(_directory),
            Slots = parsed.GetValue(_slots),
            Homes = parsed.GetValue(_homes),
            Nodes = parsed.GetValue(_nodes),
            Mechanism = parsed.GetValue(_mechanism)!,
            Feeder = parsed.GetValue(_feeder)!,
            Victim = parsed.GetValue(_victim),
            Keep = parsed.GetValue(_keep),
            JsonFile = parsed.GetValue(_json),
        };
        options.Validate();
        var report = await new DemoSession(options, Terminal).RunAsync(cancellation).ConfigureAwait(false);
        return report.Ok ? ExitStatus.Ok : ExitStatus.Failed;
    }
}
