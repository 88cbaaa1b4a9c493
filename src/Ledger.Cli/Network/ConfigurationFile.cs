using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ledger.Cli.Network;

/// <summary>
/// Changes members of a node's configuration file and leaves the others as they are, relative paths too. A running node
/// reads the file again when the members change, so it never sees half of it.
/// </summary>
internal static class ConfigurationFile
{
    private const string Peers = "peers";
    private const string Identity = "identity";
    private const string NextIdentity = "nextIdentity";

    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true };

    /// <summary>Names where another node listens, in the place of an address that it had before.</summary>
    /// <exception cref="CommandException">The file is no configuration.</exception>
    public static void AddPeer(string path, string name, string address) => Change(path, file =>
    {
        var peers = file[Peers] as JsonArray ?? [];
        foreach (var known in peers.Where(p => (string?)p?["name"] == name).ToArray())
        {
            peers.Remove(known);
        }

        peers.Add((JsonNode)new JsonObject { ["name"] = name, ["address"] = address });
        file[Peers] = peers;
    });

    /// <summary>Names the folder of the identity whose key takes over.</summary>
    /// <exception cref="CommandException">The file is no configuration.</exception>
    public static void SetNextIdentity(string path, string folder) => Change(path, file => file[NextIdentity] = folder);

    /// <summary>The identity that took over is the only one from now on.</summary>
    /// <exception cref="CommandException">The file is no configuration, or names no next identity.</exception>
    public static void PromoteNextIdentity(string path) => Change(path, file =>
    {
        file[Identity] = (string?)file[NextIdentity]
            ?? throw CommandException.BadInput($"{path} names no next identity");
        file.Remove(NextIdentity);
    });

    /// <summary>Writes a file whole before it takes the place of the one that is there.</summary>
    public static void Replace(string path, byte[] bytes)
    {
        var fresh = path + ".new";
        File.WriteAllBytes(fresh, bytes);
        File.Move(fresh, path, overwrite: true);
    }

    private static void Change(string path, Action<JsonObject> change)
    {
        JsonObject file;
        try
        {
            file = JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject
                ?? throw CommandException.BadInput($"{path} is not a node configuration");
        }
        catch (JsonException e)
        {
            throw CommandException.BadInput($"{path} is not a node configuration: {e.Message.ReplaceLineEndings(" ")}");
        }

        change(file);
        Replace(path, System.Text.Encoding.UTF8.GetBytes(file.ToJsonString(Format)));
    }
}
