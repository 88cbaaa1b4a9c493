using System.Text.Json.Serialization;

namespace Ledger.Cli.Network;

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(NetworkManifest))]
internal sealed partial class NetworkJson : JsonSerializerContext
{
}
