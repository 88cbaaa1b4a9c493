using System.Text.Json.Serialization;

namespace Ledger.Node;

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(NodeConfiguration))]
internal sealed partial class NodeConfigurationJson : JsonSerializerContext
{
}
