using System.Text.RegularExpressions;

namespace Ledger.Tidy.Tests;

/// <summary>Words that have no place in the repository. The patterns are cut in two so that this file does not find itself.</summary>
public sealed class ForbiddenTextTests
{
    private static IEnumerable<SourceFile> CSharp => Repository.Files.Where(f => f.Ending == ".cs");

    [Fact]
    public void TestsNeverSleep() => Refuse(
        CSharp.Where(f => f.Path.StartsWith("tests/", StringComparison.Ordinal)),
        $@"\b(Thread\.{"Sleep"}|Task\.{"Delay"})\b",
        "wait on a signal with a bound instead:");

    [Fact]
    public void SourcesNeverBlockAThreadToWait() => Refuse(
        CSharp.Where(f => f.Path.StartsWith("src/", StringComparison.Ordinal)),
        $@"\bThread\.{"Sleep"}\b", "a blocked thread serves nobody:");

    [Fact]
    public void NothingIsLeftUnwritten() => Refuse(
        CSharp, $@"\bthrow new {"NotImplemented"}Exception\b", "write it or leave it out:");

    [Fact]
    public void EveryReminderHasAnOwner() => Refuse(
        Repository.Code, $@"\b({"TO"}DO|{"FIX"}ME|{"HA"}CK)\b(?!\([a-z][\w.-]+\))", $"{"TO"}DO(owner) or an issue:");

    [Fact]
    public void NoPathOfOneMachine() => Refuse(
        Repository.Files, $"""(?<![\w.~-])(/{"ho"}me/\w|/{"ro"}ot/|/{"Us"}ers/\w|/{"wo"}rk/|/{"tm"}p/\w|[A-Z]:\\\w)""",
        "these paths exist on one machine only:");

    [Fact]
    public void NoTestIsSwitchedOff() => Refuse(
        CSharp.Where(f => f.Path.StartsWith("tests/", StringComparison.Ordinal)),
        $@"\[(Fact|Theory)\([^)]*\b{"Skip"}\s*=",
        "a test is skipped at run time with a reason, when what it needs is absent:");

    [Theory]
    [InlineData("// TODO later", false)]
    [InlineData("// TODO(mia) later", true)]
    public void TheReminderRuleKnowsAnOwner(string line, bool allowed) =>
        Assert.Equal(allowed, !Regex.IsMatch(line, @"\b(TODO)\b(?!\([a-z][\w.-]+\))"));

    private static void Refuse(IEnumerable<SourceFile> files, string pattern, string rule)
    {
        var regex = new Regex(pattern, RegexOptions.CultureInvariant);
        Finding.None(files.Where(f => f.Name != "ForbiddenTextTests.cs").SelectMany(f => f.Find(regex)), rule);
    }
}
