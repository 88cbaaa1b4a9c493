using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ledger.Cli.Market;

/// <summary>A file of cases: <c>schema</c> 1, <c>mechanism</c>, <c>cases</c> of <c>name</c>, <c>note</c>, <c>input</c> and
/// <c>expected</c>.</summary>
internal sealed record CaseFile(string Mechanism, IReadOnlyList<MarketCase> Cases)
{
    /// <summary>Largest file, in bytes.</summary>
    public const long SizeMax = 64 * 1024 * 1024;

    private const int SchemaKnown = 1;

    /// <exception cref="CommandException">The file is not there or not of the format; one line says where.</exception>
    public static async Task<CaseFile> ReadAsync(string path, CancellationToken cancellation)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw CommandException.BadInput($"there is no file {path}");
        }

        if (file.Length > SizeMax)
        {
            throw CommandException.BadInput($"{path} is larger than 64 MiB");
        }

        var text = await File.ReadAllTextAsync(path, cancellation).ConfigureAwait(false);
        return Parse(path, text);
    }

    private static CaseFile Parse(string path, string text)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            throw CommandException.BadInput($"{path} is not JSON: {e.Message}");
        }

        var fields = root as JsonObject ?? throw CommandException.BadInput($"{path} is not an object");
        if (fields["schema"] is not JsonValue schema || !schema.TryGetValue<int>(out var number) || number != SchemaKnown)
        {
            throw CommandException.BadInput($"{path}: schema is not 1");
        }

        var mechanism = Text(fields, "mechanism") ?? throw CommandException.BadInput($"{path}: mechanism is not a text");
        var list = fields["cases"] as JsonArray ?? throw CommandException.BadInput($"{path}: cases is not a list");
        var cases = new List<MarketCase>();
        foreach (var item in list)
        {
            var at = $"{path}: cases[{cases.Count}]";
            var one = item as JsonObject ?? throw CommandException.BadInput($"{at} is not an object");
            cases.Add(new MarketCase(
                Text(one, "name") ?? throw CommandException.BadInput($"{at}.name is not a text"),
                Text(one, "note"),
                one["input"] as JsonObject ?? throw CommandException.BadInput($"{at}.input is not an object"),
                one["expected"]));
        }

        return new CaseFile(mechanism, cases);
    }

    private static string? Text(JsonObject fields, string name) =>
        fields[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
