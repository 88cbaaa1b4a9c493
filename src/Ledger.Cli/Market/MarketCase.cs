using System.Text.Json.Nodes;

namespace Ledger.Cli.Market;

/// <summary>One case; <paramref name="Expected"/> is null where the file has none.</summary>
internal sealed record MarketCase(string Name, string? Note, JsonObject Input, JsonNode? Expected);
