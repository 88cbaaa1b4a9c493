namespace Ledger.Cli.Network;

/// <summary>The file <c>network.json</c>: which nodes a network directory holds.</summary>
public sealed record NetworkManifest
{
    /// <summary>The format this code reads.</summary>
    public const int FormatVersion = 1;

    /// <summary>Format version, 1.</summary>
    public int Format { get; init; } = FormatVersion;

    /// <summary>Name of the network, as in genesis.</summary>
    public required string Name { get; init; }

    /// <summary>The validators, in order of their replica ids.</summary>
    public required IReadOnlyList<NetworkNode> Nodes { get; init; }
}
