namespace Ledger.Simulation.Tests;

/// <summary>A scenario that cannot fail shows nothing: here each of them does.</summary>
public sealed class ScenarioCanFailTests
{
    // Every expectation, turned into its opposite, fails in its own line: none holds by being empty.
    [Theory]
    [MemberData(nameof(ScenarioFileTests.Names), MemberType = typeof(ScenarioFileTests))]
    public void Every_expectation_can_fail(string name)
    {
        var lines = LinesOf(name);
        foreach (var @case in ScenarioParser.Parse(name, string.Join('\n', lines)).Cases)
        {
            foreach (var step in @case.Steps.Where(step => step.IsExpectation))
            {
                var text = lines[step.Line - 1];
                var opposite = text.StartsWith("expect not ", StringComparison.Ordinal)
                    ? "expect " + text["expect not ".Length..] : "expect not " + text["expect ".Length..];
                var failure = RunCase(name, Replace(lines, step.Line, opposite), @case.Line);
                Assert.StartsWith($"{name}:{step.Line}: ", failure, StringComparison.Ordinal);
            }
        }
    }

    // In every case there is something that happens without which it would not hold.
    [Theory]
    [MemberData(nameof(ScenarioFileTests.Names), MemberType = typeof(ScenarioFileTests))]
    public void Every_case_depends_on_what_happens_in_it(string name)
    {
        var lines = LinesOf(name);
        foreach (var @case in ScenarioParser.Parse(name, string.Join('\n', lines)).Cases)
        {
            Assert.True(
                @case.Steps.Reverse().Any(step =>
                    !step.IsExpectation && !step.Text.StartsWith("batch", StringComparison.Ordinal) &&
                    RunCase(name, Replace(lines, step.Line, ""), @case.Line) != null),
                $"{name}:{@case.Line}: whatever is left out, it holds");
        }
    }

    // Where a rule of the paper would be another one, the file says so.
    [Theory]
    [InlineData("osdi99-4.2-normal-case", "node3 sends COMMIT v=0 n=1 d=b1", "node0 sends COMMIT v=0 n=1 d=?other", "committed is nothing")]
    [InlineData("osdi99-4.2-watermarks", "expect high watermark 20", "expect high watermark 16", "it is 20")]
    [InlineData("osdi99-4.3-garbage-collection", "node2 sends CHECKPOINT n=4", "node0 sends CHECKPOINT n=4", "it is 0")]
    [InlineData("osdi99-4.4-view-changes", "O=null,b2", "O=b2", "sent is VIEW-CHANGE v=2 h=0 P=0; NEW-VIEW v=2 min-s=0 max-s=2")]
    [InlineData("osdi99-4.4-view-changes", "V=node0,node1,node2 O=chosen", "V=node0,node1,node2 O=old", "it is 0")]
    [InlineData("osdi99-4.4-min-s-max-s", "O=b5,null,b7", "O=b5", "it is 0")]
    [InlineData("osdi99-4.5.2-liveness", "advance 799 ms", "advance 800 ms", "it is 5")]
    [InlineData("osdi99-5.1-tentative-execution", "expect executions dropped from 2", "expect executions dropped from 1", "dropped is")]
    [InlineData("pitfall-01", "expect refused \"invalid content\"", "expect not refused", "it is so")]
    [InlineData("pitfall-04", "C=node0,node2,node3!", "C=node0,node2,node3", "it is accepted")]
    [InlineData("pitfall-18", "power fails before the next sync", "restart", "sent is")]
    [InlineData("pitfall-20", "P=1:b1@v1", "P=1:b1@v0", "sent is")]
    public void Another_rule_is_noticed(string name, string old, string doctored, string message)
    {
        var text = string.Join('\n', LinesOf(name));
        var place = text.IndexOf(old, StringComparison.Ordinal);
        Assert.True(place >= 0, $"{name} has no '{old}'");
        var result = ScenarioRunner.RunText(name, text[..place] + doctored + text[(place + old.Length)..], 0);
        Assert.Contains(message, result.Failure, StringComparison.Ordinal);
    }

    private static string[] LinesOf(string name) => File.ReadAllText(ScenarioRunner.Find(name)).Split('\n');

    private static string Replace(string[] lines, int number, string line)
    {
        var copy = (string[])lines.Clone();
        copy[number - 1] = line;
        return string.Join('\n', copy);
    }

    private static string? RunCase(string name, string text, int line)
    {
        var scenario = ScenarioParser.Parse(name, text);
        return ScenarioRunner.Run(scenario with { Cases = [.. scenario.Cases.Where(c => c.Line == line)] }, 0).Failure;
    }
}
