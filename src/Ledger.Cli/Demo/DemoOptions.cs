using Ledger.Cli.Demo.Data;
using Ledger.Cli.Demo.Grid;
using Ledger.Cli.Network;

namespace Ledger.Cli.Demo;

/// <summary>What the demo shall do. Immutable.</summary>
public sealed record DemoOptions
{
    /// <summary>
    /// Directory of the network; null takes a temporary one, which goes at the end unless a check fails.
    /// </summary>
    public string? Directory { get; init; }

    /// <summary>Slots to trade, 1 to <see cref="HomeProfiles.SlotsPerDay"/>; all of the day by default.</summary>
    public int Slots { get; init; } = HomeProfiles.SlotsPerDay;

    /// <summary>Homes, 1 to <see cref="HomeProfiles.HomesMax"/>; all of the data set by default.</summary>
    public int Homes { get; init; } = HomeProfiles.HomesMax;

    /// <summary>Nodes and organisations, as many as a network here may have.</summary>
    public int Nodes { get; init; } = 4;

    /// <summary>Mechanism that clears the slots, one of <see cref="DemoMechanism.Names"/>.</summary>
    public string Mechanism { get; init; } = DemoMechanism.Default;

    /// <summary>Feeder that must bear what is cleared, one of <see cref="DemoFeeder.Names"/>.</summary>
    public string Feeder { get; init; } = DemoFeeder.None;

    /// <summary>Name of the node to kill; null for the last one, which is not the first primary.</summary>
    public string? Victim { get; init; }

    /// <summary>Whether the nodes go on running at the end.</summary>
    public bool Keep { get; init; }

    /// <summary>File for the report in JSON; null for none.</summary>
    public string? JsonFile { get; init; }

    /// <summary>Checks everything that can be checked before anything is made.</summary>
    /// <exception cref="CommandException">One is out of its range: bad input.</exception>
    public void Validate()
    {
        if (Slots is < 1 or > HomeProfiles.SlotsPerDay)
        {
            throw CommandException.BadInput($"the day has 1 to {HomeProfiles.SlotsPerDay} slots, not {Slots}");
        }

        if (Homes is < 1 or > HomeProfiles.HomesMax)
        {
            throw CommandException.BadInput($"the data set has 1 to {HomeProfiles.HomesMax} homes, not {Homes}");
        }

        DemoMechanism.Validate(Mechanism, Feeder);
        DemoFeeder.Of(Feeder);
        new NetworkPlan { Directory = ".", Nodes = Nodes }.Validate();
        if (Victim != null && !Enumerable.Range(0, Nodes).Select(NetworkPlan.NodeAt).Contains(Victim))
        {
            throw CommandException.BadInput(
                $"there is no node '{Victim}' to kill; they are node1 to {NetworkPlan.NodeAt(Nodes - 1)}");
        }

        if (Directory != null && (File.Exists(Directory) || IsFilled(Directory)))
        {
            throw CommandException.BadInput($"{Directory} is there already and not an empty directory");
        }

        if (JsonFile != null && System.IO.Directory.Exists(JsonFile))
        {
            throw CommandException.BadInput($"{JsonFile} is a folder; --json names a file");
        }

        if (JsonFile != null && !System.IO.Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(JsonFile))))
        {
            throw CommandException.BadInput($"the folder of {JsonFile} does not exist");
        }
    }

    private static bool IsFilled(string directory) =>
        System.IO.Directory.Exists(directory) && System.IO.Directory.EnumerateFileSystemEntries(directory).Any();
}
