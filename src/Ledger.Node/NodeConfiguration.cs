using System.Net;
using System.Text.Json;

namespace Ledger.Node;

/// <summary>
/// A node's configuration file (JSON, camel case). Paths are absolute or relative to the file's folder.
/// </summary>
public sealed record NodeConfiguration
{
    /// <summary>The node's name: that of a validator in genesis, and of its TLS certificate.</summary>
    public required string Name { get; init; }

    /// <summary>Genesis file.</summary>
    public required string Genesis { get; init; }

    /// <summary>Folder of the node's identity: signing and TLS keys and certificates.</summary>
    public required string Identity { get; init; }

    /// <summary>RocksDB folder; made when missing. One process at a time.</summary>
    public required string Data { get; init; }

    /// <summary>Address to listen on, <c>host:port</c>, the host a literal IP address.</summary>
    public required string Listen { get; init; }

    /// <summary>Where the other validators listen, by name.</summary>
    public required IReadOnlyList<PeerAddress> Peers { get; init; }

    /// <summary>Reads and checks a file; resolves its paths.</summary>
    /// <exception cref="NodeConfigurationException">Missing, malformed or inconsistent; the message is one line for people.</exception>
    public static NodeConfiguration Load(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NodeConfigurationException($"cannot read the configuration {path}: {e.Message}");
        }

        try
        {
            var read = JsonSerializer.Deserialize(bytes, NodeConfigurationJson.Default.NodeConfiguration)
                ?? throw new NodeConfigurationException($"{path} is empty");
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            var resolved = read with
            {
                Genesis = Path.Combine(folder, read.Genesis),
                Identity = Path.Combine(folder, read.Identity),
                Data = Path.Combine(folder, read.Data),
            };
            resolved.Validate(path);
            return resolved;
        }
        catch (JsonException e)
        {
            throw new NodeConfigurationException($"{path} is not a node configuration: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>Writes the file.</summary>
    public void Save(string path) =>
        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(this, NodeConfigurationJson.Default.NodeConfiguration));

    private void Validate(string path)
    {
        if (!IPEndPoint.TryParse(Listen, out var endpoint) || endpoint.Port == 0)
        {
            throw new NodeConfigurationException($"{path}: listen is '{Listen}', not an IP address and port");
        }

        foreach (var peer in Peers)
        {
            if (!Uri.TryCreate($"https://{peer.Address}", UriKind.Absolute, out _))
            {
                throw new NodeConfigurationException($"{path}: peer {peer.Name} has the address '{peer.Address}', not host:port");
            }
        }
    }
}
