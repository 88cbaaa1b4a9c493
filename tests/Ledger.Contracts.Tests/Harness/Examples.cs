using System.Globalization;
using System.Text.Json;

namespace Ledger.Contracts.Tests.Harness;

/// <summary>The worked examples, when the checkout stands beside them.</summary>
internal static class Examples
{
    public static JsonElement.ArrayEnumerator Cases(string file)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at != null; at = at.Parent)
        {
            var path = Path.Combine(at.FullName, "shared", "market-examples", file);
            if (File.Exists(path))
            {
                return JsonDocument.Parse(File.ReadAllText(path)).RootElement.GetProperty("cases").EnumerateArray();
            }
        }

        Assert.Skip("the folder shared/market-examples is not beside the checkout");
        return default;
    }

    /// <summary>Integers beyond 53 bits are written as texts.</summary>
    public static Int128 Number(this JsonElement parent, string name)
    {
        var value = parent.GetProperty(name);
        return Int128.Parse(
            value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText(),
                CultureInfo.InvariantCulture);
    }

    public static string Text(this JsonElement parent, string name) => parent.GetProperty(name).GetString()!;
}
