using System.Net;
using System.Text.Json;

namespace Ledger.Node;

/// <summary>
/// A node's configuration file (JSON, camel case). Paths are absolute or relative to the file's folder.
/// </summary>
public sealed record NodeConfiguration
{
    private const long ClockOffsetMax = 10L * 365 * 24 * 3600 * 1000;

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

    /// <summary>
    /// Where the other nodes listen, by name; those that are no validators at present do no harm. Read again when the
    /// members change.
    /// </summary>
    public required IReadOnlyList<PeerAddress> Peers { get; init; }

    /// <summary>Folder of the identity whose key takes over at a rotation; null when none is under way.</summary>
    public string? NextIdentity { get; init; }

    /// <summary>"default", or "fast" for a tenth of the timers; null is "default".</summary>
    public string? Timers { get; init; }

    /// <summary>
    /// Blocks behind the others from which this node takes a snapshot of the state instead of executing them all; null for
    /// the default of <see cref="NodeLimits.SnapshotGapBlocks"/>.
    /// </summary>
    public int? SnapshotGapBlocks { get; init; }

    /// <summary>
    /// Added to this node's wall clock, in milliseconds: to try how a network bears a clock that is wrong.
    /// </summary>
    public long ClockOffsetMilliseconds { get; init; }

    /// <summary>What the node gives up by itself; null keeps everything.</summary>
    public RetentionConfiguration? Retention { get; init; }

    /// <summary>The file it was read from; null when it was made in memory.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? Path { get; init; }

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
            var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
            var resolved = read with
            {
                Path = System.IO.Path.GetFullPath(path),
                Genesis = System.IO.Path.Combine(folder, read.Genesis),
                Identity = System.IO.Path.Combine(folder, read.Identity),
                Data = System.IO.Path.Combine(folder, read.Data),
                NextIdentity = read.NextIdentity == null ? null : System.IO.Path.Combine(folder, read.NextIdentity),
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

        if (Timers is not (null or "default" or "fast"))
        {
            throw new NodeConfigurationException($"{path}: timers is '{Timers}', not default or fast");
        }

        if (ClockOffsetMilliseconds is < -ClockOffsetMax or > ClockOffsetMax)
        {
            throw new NodeConfigurationException($"{path}: clockOffsetMilliseconds is more than ten years");
        }

        if (SnapshotGapBlocks is < 1)
        {
            throw new NodeConfigurationException($"{path}: snapshotGapBlocks is {SnapshotGapBlocks}, not 1 or more");
        }

        if (Retention?.FirstFlaw() is { } flaw)
        {
            throw new NodeConfigurationException($"{path}: {flaw}");
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
