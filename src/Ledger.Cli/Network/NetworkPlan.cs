using System.Globalization;
using Ledger.Identity;
using Ledger.Primitives;

namespace Ledger.Cli.Network;

/// <summary>
/// What <see cref="NetworkFactory"/> shall make. Organisations are cell1 to cellN, their nodes node1 to nodeN.
/// </summary>
public sealed record NetworkPlan
{
    /// <summary>Timers for networks with long ways.</summary>
    public const string DefaultTimers = "default";

    /// <summary>A tenth of them.</summary>
    public const string FastTimers = "fast";

    /// <summary>Fewest nodes.</summary>
    public const int NodesMin = Membership.ValidatorsMin;

    /// <summary>Most nodes.</summary>
    public const int NodesMax = 31;

    /// <summary>Most nodes that one small machine can keep busy.</summary>
    public const int NodesBusyMax = 7;

    /// <summary>Directory to make; must be absent or empty.</summary>
    public required string Directory { get; init; }

    /// <summary>Name of the network; a label for people, in the form of <see cref="IdentityName"/>.</summary>
    public string Name { get; init; } = "microgrid";

    /// <summary>Validators, one for each organisation; 4 by default.</summary>
    public int Nodes { get; init; } = NodesMin;

    /// <summary>What <see cref="Nodes"/> may be at most; <see cref="NodesBusyMax"/> by default.</summary>
    public int NodesLimit { get; init; } = NodesBusyMax;

    /// <summary>
    /// Blocks after which the primary changes without any fault, a multiple of the checkpoint interval; 0, the default, for
    /// never.
    /// </summary>
    public int RotationBlocks { get; init; }

    /// <summary>Timers of the nodes, "default" or "fast".</summary>
    public string Timers { get; init; } = DefaultTimers;

    /// <summary>Port of the first node, the others follow; null takes free ones.</summary>
    public int? BasePort { get; init; }

    /// <summary>The clock for genesis and certificates.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>What all replicas of the network hold alike.</summary>
    public ConsensusParameters Consensus => ConsensusParameters.Default with { RotationInterval = RotationBlocks };

    /// <summary>Most gas of a block; null for the default of <see cref="ExecutionLimits"/>.</summary>
    public long? GasPerBlock { get; init; }

    /// <summary>Most gas of a call; null for the default, or that of a block where it is less.</summary>
    public long? GasPerCall { get; init; }

    /// <summary>What calls of contracts may use on this network; a transaction no less than a call.</summary>
    public ExecutionLimits Limits
    {
        get
        {
            var limits = ExecutionLimits.Default with { GasPerBlock = GasPerBlock ?? ExecutionLimits.Default.GasPerBlock };
            var call = GasPerCall ?? Math.Min(limits.GasPerCall, limits.GasPerBlock);
            return limits with
            {
                GasPerCall = call, GasPerTransaction = Math.Max(call, Math.Min(limits.GasPerTransaction, limits.GasPerBlock)),
            };
        }
    }

    /// <summary>Id of the organisation at a place, from 0.</summary>
    public static string OrganisationAt(int index) => string.Create(CultureInfo.InvariantCulture, $"cell{index + 1}");

    /// <summary>Name of the node at a place, from 0.</summary>
    public static string NodeAt(int index) => string.Create(CultureInfo.InvariantCulture, $"node{index + 1}");

    /// <summary>Checks the values.</summary>
    /// <exception cref="CommandException">One is out of its range: bad input.</exception>
    public void Validate()
    {
        if (Nodes < NodesMin || Nodes > NodesLimit)
        {
            throw CommandException.BadInput($"a network here has {NodesMin} to {NodesLimit} nodes, not {Nodes}");
        }

        if (Timers is not (DefaultTimers or FastTimers))
        {
            throw CommandException.BadInput($"timers are '{DefaultTimers}' or '{FastTimers}', not '{Timers}'");
        }

        try
        {
            Consensus.Validate();
        }
        catch (ArgumentException)
        {
            throw CommandException.BadInput(
                $"the primary changes every multiple of {Consensus.CheckpointInterval} blocks up to a million, or 0 for " +
                $"never, not {RotationBlocks}");
        }

        try
        {
            Limits.Validate();
        }
        catch (ArgumentException e)
        {
            throw CommandException.BadInput($"these limits cannot be: {e.Message}");
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
