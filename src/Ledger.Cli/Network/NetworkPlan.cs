using System.Globalization;
using Ledger.Identity;
using Ledger.Primitives;

namespace Ledger.Cli.Network;

/// <summary>
/// What <see cref="NetworkFactory"/> shall make. Organisations are cell1 to cellN, their nodes node1 to nodeN.
/// </summary>
public sealed record NetworkPlan
{
    /// <summary>Fewest nodes.</summary>
    public const int NodesMin = Membership.ValidatorsMin;

    /// <summary>Most nodes that one small machine is asked to run.</summary>
    public const int NodesMax = 7;

    /// <summary>Directory to make; must be absent or empty.</summary>
    public required string Directory { get; init; }

    /// <summary>Name of the network; a label for people, in the form of <see cref="IdentityName"/>.</summary>
    public string Name { get; init; } = "microgrid";

    /// <summary>Validators, one for each organisation; 4 by default.</summary>
    public int Nodes { get; init; } = NodesMin;

    /// <summary>Port of the first node, the others follow; null takes free ones.</summary>
    public int? BasePort { get; init; }

    /// <summary>The clock for genesis and certificates.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Id of the organisation at a place, from 0.</summary>
    public static string OrganisationAt(int index) => string.Create(CultureInfo.InvariantCulture, $"cell{index + 1}");

    /// <summary>Name of the node at a place, from 0.</summary>
    public static string NodeAt(int index) => string.Create(CultureInfo.InvariantCulture, $"node{index + 1}");

    /// <summary>Checks the values.</summary>
    /// <exception cref="CommandException">One is out of its range: bad input.</exception>
    public void Validate()
    {
        if (Nodes is < NodesMin or > NodesMax)
        {
            throw CommandException.BadInput($"a network here has {NodesMin} to {NodesMax} nodes, not {Nodes}");
        }

        if (BasePort is < 1 or > 65535 || (BasePort ?? 1) + Nodes - 1 > 65535)
        {
            throw CommandException.BadInput($"ports {BasePort} to {(long)BasePort! + Nodes - 1} are not all between 1 and 65535");
        }

        if (!IdentityName.IsValid(Name))
        {
            throw CommandException.BadInput(
                $"'{Name}' is no name for a network: at most {IdentityName.LengthMax} of a-z, 0-9, '-' and '.'");
        }
    }
}
