using System.Text.Json;

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

    /// <summary>The nodes: those of genesis in order of their first replica ids, then those that were added.</summary>
    public required IReadOnlyList<NetworkNode> Nodes { get; init; }

    /// <summary>Writes the file, so that a reader sees the old one or the new one.</summary>
    public void Save(string path) =>
        ConfigurationFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(this, NetworkJson.Default.NetworkManifest));
}
