namespace Ledger.Simulation.Tests;

/// <summary>The language of scenario files: what is not understood is an error with file and line.</summary>
public sealed class ScenarioLanguageTests
{
    [Theory]
    [InlineData("replica node1 of 4", "x:1: the first line is 'scenario' and a title")]
    [InlineData("scenario", "x:1: the first line is 'scenario' and a title")]
    [InlineData("scenario a title", "x:1: nothing happens")]
    [InlineData("scenario a title\nsubmit t1", "x:2: not understood: submit t1")]
    [InlineData("scenario a title\n# why\n\nreplica node1 of 4\nsubmits t1", "x:5: not understood: submits t1")]
    [InlineData("scenario a title\ncluster of 4\nadvance 5 ms", "x:3: not understood: advance 5 ms")]
    [InlineData("scenario a title\nreplica node1 of 4\nadvance some ms", "x:3: not understood: advance some ms")]
    [InlineData("scenario a title\nreplica node1 of 4\nexpect view", "x:3: not understood: expect view")]
    [InlineData("scenario a title\nreplica node1 of 4\nexpect refused \"why", "x:3: a quotation mark is missing")]
    public void A_line_that_is_not_understood_is_named(string text, string message) =>
        Assert.Equal(message, ScenarioRunner.RunText("x", text, 0).Failure);

    [Theory]
    [InlineData("node2 sends PREPAIR v=0", "there is no message PREPAIR")]
    [InlineData("node2 sends PREPARE v=0 m=1", "PREPARE has no m=1")]
    [InlineData("node2 sends PREPARE v=0 n=1", "Prepare needs d=")]
    [InlineData("node2 sends PREPARE v=0 n=1 d=b9", "no batch is called b9")]
    [InlineData("node7 sends PREPARE v=0 n=1 d=?x", "node7 is no member")]
    [InlineData("node2 sends VIEW-CHANGE v=1 P=1:?x", "1:?x is not height:batch@vview")]
    [InlineData("run until view 1", "time only passes by 'advance'")]
    [InlineData("request t of nobody", "no client is called nobody")]
    [InlineData("expect vow on disk before PREPARE is sent", "there is no record vow")]
    public void A_word_that_means_nothing_is_named(string line, string message) => Assert.EndsWith(
        message, ScenarioRunner.RunText("x", $"scenario a\nreplica node1 of 4\n{line}", 0).Failure, StringComparison.Ordinal);

    [Theory]
    [InlineData("node3 sends COMMIT v=0 n=1 d=?x to node1", "node3 is honest: its own replica decides what it sends")]
    [InlineData("node3 is faulty: silent\nnode2 is faulty: silent", "node3 node2 are more than f")]
    [InlineData("node3 is faulty: silent\nnode2 loses its disk", "node3 node2 are more than f")]
    [InlineData("node3 is faulty: lazy", "there is no behaviour lazy")]
    [InlineData("submit t1 at node9", "there is no node9")]
    [InlineData("crash node1 next time at-noon", "there is no crash point at-noon")]
    [InlineData("expect happened \"nonsense\"", "nothing is called \"nonsense\"")]
    [InlineData("run until height 1 at node0", "not within 30000 ms: node0: its height is 0")]
    [InlineData("crash node0 node1 node2 node3\nexpect height 0 everywhere", "no honest machine is up")]
    public void A_cluster_does_only_what_clusters_do(string lines, string message) => Assert.EndsWith(
        message, ScenarioRunner.RunText("x", $"scenario a\ncluster of 4\n{lines}", 0).Failure, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("\nadvance 1 ms")]
    public void A_refusal_that_nobody_expects_fails_the_scenario(string rest) => Assert.Contains(
        "the message before was refused: malformed envelope",
        ScenarioRunner.RunText("x", $"scenario a\nreplica node1 of 4\nnode2 sends garbage{rest}", 0).Failure,
        StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_there_is_a_failure() =>
        Assert.StartsWith("nowhere: ", ScenarioRunner.Run("nowhere", 0).Failure, StringComparison.Ordinal);

    [Fact]
    public void The_page_beside_the_parser_has_every_line()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Scenarios", "README.md"));
        Assert.True(ScenarioParser.Entries.Count() > 80);
        foreach (var (pattern, _) in ScenarioParser.Entries)
        {
            Assert.Contains($"`{pattern}`", page, StringComparison.Ordinal);
        }
    }
}
