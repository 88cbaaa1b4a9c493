using System.Text.Json.Nodes;

namespace Ledger.EndToEnd.Tests;

/// <summary>What approvers rely on: the same sources give the same package, and what is refused is explained.</summary>
public sealed class PackTests
{
    [Fact]
    public async Task The_same_sources_give_the_same_hashes_wherever_they_lie()
    {
        using var folder = new TemporaryFolder();
        var first = await PackAsync(folder.Path, "here");
        var second = await PackAsync(folder.Path, Path.Combine("some", "where", "else"));

        Assert.Equal(first["packageHash"]!.ToString(), second["packageHash"]!.ToString());
        Assert.Equal(first["sourceHash"]!.ToString(), second["sourceHash"]!.ToString());
        Assert.Equal(File.ReadAllBytes(first["file"]!.ToString()), File.ReadAllBytes(second["file"]!.ToString()));
    }

    [Fact]
    public async Task Other_sources_are_told_from_the_expected_ones_and_a_refusal_is_a_sentence()
    {
        using var folder = new TemporaryFolder();
        var project = Path.Combine(folder.Path, "shop");
        var packed = await PackAsync(folder.Path, "shop");
        var contract = Path.Combine(project, "contract", "ShopContract.cs");
        var source = File.ReadAllText(contract);

        File.WriteAllText(contract, source.Replace("at least one piece", "one piece or more", StringComparison.Ordinal));
        var other = await LedgerCommand.RunAsync("chaincode", "pack", project, "--expect", packed["packageHash"]!.ToString());
        Assert.True(other.ExitCode == 1 && other.Errors.Contains("these sources give package", StringComparison.Ordinal), other.All);

        // Without the analyser, which would stop the build before the checker is asked.
        var settings = Path.Combine(project, "contract", "Shop.csproj");
        var text = File.ReadAllText(settings);
        File.WriteAllText(settings, text.Replace("<Analyzer ", "<None ", StringComparison.Ordinal));
        File.WriteAllText(contract, source.Replace(
            "return there.Price.Nano * pieces;", "return (long)(there.Price.Nano * 0.5);", StringComparison.Ordinal));
        var refused = await LedgerCommand.RunAsync("chaincode", "check", project);
        Assert.True(refused.ExitCode == 1 && refused.Errors.Contains("is refused: ", StringComparison.Ordinal), refused.All);
        Assert.True(refused.Errors.Contains("(ShopContract.cs line 32, instruction IL_", StringComparison.Ordinal), refused.All);
    }

    [Fact]
    public async Task The_analyser_stops_the_build_with_its_reason()
    {
        using var folder = new TemporaryFolder();
        var project = Path.Combine(folder.Path, "shop");
        var made = await LedgerCommand.RunAsync("chaincode", "new", "shop", "--dir", project);
        Assert.True(made.ExitCode == 0, made.All);
        var contract = Path.Combine(project, "contract", "ShopContract.cs");
        var source = File.ReadAllText(contract);
        File.WriteAllText(contract, source.Replace(
            "return there.Price.Nano * pieces;", "return (long)(there.Price.Nano * 0.5);", StringComparison.Ordinal));

        var stopped = await LedgerCommand.RunAsync("chaincode", "check", project);

        Assert.True(stopped.ExitCode == 1 && stopped.Errors.Contains("LC0003", StringComparison.Ordinal), stopped.All);
    }

    private static async Task<JsonNode> PackAsync(string folder, string name)
    {
        var project = Path.Combine(folder, name);
        var made = await LedgerCommand.RunAsync("chaincode", "new", "shop", "--dir", project);
        Assert.True(made.ExitCode == 0, made.All);
        var packed = await LedgerCommand.RunAsync(
            "chaincode", "pack", project, "--out", Path.Combine(project, "Shop.ledgerpackage"), "--json");
        Assert.True(packed.ExitCode == 0, packed.All);
        return JsonNode.Parse(packed.Output)!;
    }
}
