using System.Text.Json.Nodes;
using Ledger.Contracts.Calculator;
using Ledger.Contracts.Tests.Harness;

namespace Ledger.Contracts.Tests.Mechanisms;

/// <summary>All worked examples through the calculator: every field of every case, also with the book reversed.</summary>
public sealed class WorkedExamplesTests
{
    public static TheoryData<string> Files => new(
        "kda-uniform", "kda-discriminatory", "lao", "fro", "pay-as-bid", "fixed-price", "trade-reduction", "mcafee", "vcg",
        "muv", "zonal", "pun", "cda", "otc", "auction-house", "settlement-imbalance", "settlement-p2p-contract",
        "settlement-collateral", "settlement-reliability", "settlement-dynamic-price", "settlement-transport-fee",
        "settlement-invoice-rounding", "settlement-energy-token", "settlement-ledger-cost", "network-lindistflow",
        "network-dcflow");

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_case_is_met_exactly(string file)
    {
        var name = file.Replace("settlement-", "", StringComparison.Ordinal)
            .Replace("network-", "", StringComparison.Ordinal);
        var count = 0;
        foreach (var example in Examples.Cases(file + ".json"))
        {
            var input = Documents.FromJson(example.GetProperty("input"));
            var expected = JsonNode.Parse(example.GetProperty("expected").GetRawText());
            AssertSame(expected, Documents.ToJson(Documents.Run(name, input)));
            if (example.GetProperty("input").TryGetProperty("orders", out var orders))
            {
                var reversed = JsonNode.Parse(example.GetProperty("input").GetRawText())!.AsObject();
                reversed["orders"] = new JsonArray(
                    orders.EnumerateArray().Reverse().Select(o => JsonNode.Parse(o.GetRawText())).ToArray());
                AssertSame(expected, Documents.ToJson(Documents.Run(name, reversed.ToJsonString())));
            }

            count++;
        }

        Assert.True(count >= 1);
    }

    [Fact]
    public void Every_mechanism_and_rule_has_a_name_of_its_own()
    {
        var names = CalculationList.All().Select(c => c.Name).ToArray();
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(names, n => Assert.Equal(n, CalculationList.Find(n)!.Name));
        Assert.Null(CalculationList.Find("none"));
    }

    private static void AssertSame(JsonNode? expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"expected {expected}\nactual {actual}");
}
