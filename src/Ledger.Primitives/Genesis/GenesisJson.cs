using System.Text.Json.Serialization;

namespace Ledger.Primitives;

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(GenesisDocument))]
internal sealed partial class GenesisJson : JsonSerializerContext
{
}
