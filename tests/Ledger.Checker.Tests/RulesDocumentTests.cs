namespace Ledger.Checker.Tests;

/// <summary>The document of the rules is what the data says.</summary>
public sealed class RulesDocumentTests
{
    private const string Name = "docs/chaincode-rules.md";

    [Fact]
    public void The_document_is_in_step_with_the_data()
    {
        var path = Path.Combine(Root(), Name);
        var text = RulesDocument.Print();
        if (Environment.GetEnvironmentVariable("LEDGER_TIDY_WRITE") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.True(File.ReadAllText(path) == text, $"{Name} is not what the rules print; run with LEDGER_TIDY_WRITE=1");
    }

    [Fact]
    public void Every_rule_that_a_refusal_can_name_is_explained()
    {
        var explained = RuleFiles.Lines("rules.txt").Select(f => f[0]).ToHashSet(StringComparer.Ordinal);
        foreach (var field in typeof(RuleIds).GetFields())
        {
            Assert.Contains((string)field.GetRawConstantValue()!, explained);
        }

        foreach (var hint in RuleFiles.Lines("hints.txt"))
        {
            Assert.Contains(hint[1], explained);
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Ledger.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
