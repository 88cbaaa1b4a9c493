using System.CommandLine;
using System.Text.Json.Nodes;
using Ledger.Client;
using Ledger.Client.Light;
using Ledger.Primitives;

namespace Ledger.Cli.Commands;

/// <summary>What the commands of a light node share.</summary>
internal static class LightOptions
{
    public static Option<string> Store() => new("--store")
    {
        Description = "Directory of the light node's store.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "ledger-light",
    };

    /// <exception cref="CommandException">It is not the store of this chain, is damaged, or is in use.</exception>
    public static LightStore Open(string directory, Digest chainId, SequenceNumber first = default)
    {
        try
        {
            return LightStore.Open(directory, chainId, first);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or LedgerException)
        {
            throw CommandException.Failed($"the light store in {directory} cannot be opened: {e.Message}");
        }
    }

    public static JsonArray Json(LightStore store) => new([.. store.Ranges.Select(r => (JsonNode)new JsonObject
    {
        ["contract"] = r.Range.Contract,
        ["prefix"] = Convert.ToHexStringLower(r.Range.Prefix.Span),
        ["height"] = r.Header.Height.Value,
        ["keys"] = r.Keys,
    })]);
}
