using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ledger.Primitives.Tests;

/// <summary>One file of test vectors: a list of cases with a name, inputs and the expected values, bytes as hexadecimal text.</summary>
internal static class VectorFile
{
    public static IEnumerable<(string Name, JsonNode Input, JsonNode Expected)> Read(string file)
    {
        var cases = JsonNode.Parse(File.ReadAllBytes(Path.Combine(Repository.Vectors, file)))!.AsArray();
        Assert.NotEmpty(cases);
        return cases.Select(c => ((string)c!["name"]!, c["input"]!, c["expected"]!));
    }

    public static byte[] Bytes(this JsonNode node, string member) => Convert.FromHexString((string)node[member]!);

    public static Digest Digest(this JsonNode node, string member) => new(node.Bytes(member));

    public static ulong U64(this JsonNode node, string member) => (ulong)node[member]!;

    public static string Text(this JsonNode node, string member) => (string)node[member]!;

    public static IEnumerable<JsonNode> List(this JsonNode node, string member) => node[member]!.AsArray().Select(n => n!);

    public static IEnumerable<byte[]> ListOfBytes(this JsonNode node, string member) =>
        node.List(member).Select(n => Convert.FromHexString((string)n!));

    /// <summary>Asserts that the expected member is exactly these bytes.</summary>
    public static void Expect(this JsonNode expected, string vector, string member, ReadOnlySpan<byte> actual)
    {
        var wanted = expected[member] ?? throw new JsonException($"{vector} expects no {member}");
        Assert.Equal($"{vector} {member} {(string)wanted!}", $"{vector} {member} {Convert.ToHexStringLower(actual)}");
    }
}
