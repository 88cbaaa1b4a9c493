namespace Ledger.Tidy.Tests;

/// <summary>The rooms and the one direction in which references point, as data.</summary>
public sealed class ProjectReferenceTests
{
    private const string Begin = "<!-- project graph: begin (written by the Tidy tests) -->\n";
    private const string End = "<!-- project graph: end -->\n";

    /// <summary>What each project may refer to. Nothing else, and no project that is not listed.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Ledger.Primitives"] = [],
        ["Ledger.Grpc"] = [],
        // The generated stubs call the Grpc.Core types, which Ledger.Grpc holds while the package cannot be had (ADR 0004).
        ["Ledger.Protocol"] = ["Ledger.Grpc"],
        ["Ledger.Identity"] = ["Ledger.Primitives"],
        ["Ledger.Consensus"] = ["Ledger.Primitives"],
        ["Ledger.Storage"] = ["Ledger.Primitives"],
        ["Ledger.Chaincode"] = [],
        ["Ledger.Chaincode.Analyzers"] = [],
        ["Ledger.Chaincode.Testing"] = ["Ledger.Chaincode", "Ledger.Identity", "Ledger.Primitives", "Ledger.Runtime"],
        ["Ledger.Runtime"] = ["Ledger.Chaincode", "Ledger.Primitives"],
        ["Ledger.Contracts"] = ["Ledger.Chaincode"],
        ["Ledger.Node"] =
        [
            "Ledger.Chaincode", "Ledger.Consensus", "Ledger.Contracts", "Ledger.Grpc", "Ledger.Identity", "Ledger.Primitives",
            "Ledger.Protocol", "Ledger.Runtime", "Ledger.Storage",
        ],
        ["Ledger.Client"] = ["Ledger.Grpc", "Ledger.Identity", "Ledger.Primitives", "Ledger.Protocol"],
        ["Ledger.Cli"] = ["Ledger.Chaincode.Testing", "Ledger.Client", "Ledger.Node"],
    };

    [Fact]
    public void SourcesReferToWhatTheirRoomMay() => Finding.None(
        from project in ProjectGraph.Read("src/")
        from target in project.Value
        where !Allowed.TryGetValue(project.Key, out var allowed) || !allowed.Contains(target)
        select $"{project.Key} -> {target}",
        "references that the table of rooms does not allow:");

    [Fact]
    public void EveryRoomIsListed() => Assert.Equal(
        Allowed.Keys.Order(StringComparer.Ordinal), ProjectGraph.Read("src/").Keys);

    [Fact]
    public void NothingUnderSourcesRefersToTestsOrBenchmarks() => Finding.None(
        from project in Repository.Projects
        where project.Path.StartsWith("src/", StringComparison.Ordinal)
        from line in project.Lines
        where line.Contains("../../", StringComparison.Ordinal) && line.Contains("ProjectReference", StringComparison.Ordinal)
        select $"{project.Path}: {line.Trim()}",
        "references that leave src/:");

    [Fact]
    public void TestsReferToTheRoomBesideThem() => Finding.None(
        from project in ProjectGraph.Read("tests/")
        let room = project.Key.Replace(".Tests", "", StringComparison.Ordinal)
        where project.Key.EndsWith(".Tests", StringComparison.Ordinal) && Allowed.ContainsKey(room) && !project.Value.Contains(room)
        select $"{project.Key} does not refer to {room}",
        "tests beside their project:");

    [Fact]
    public void ThereIsNoLoop()
    {
        var graph = ProjectGraph.Read("src/");
        Finding.None(graph.Keys.Where(name => ProjectGraph.Reaches(graph, name, name)), "projects that reach themselves:");
    }

    [Fact]
    public void EveryProjectIsInTheSolution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Ledger.sln")).Replace('\\', '/');
        Finding.None(
            Repository.Projects.Select(p => p.Path).Where(path => !solution.Contains($"\"{path}\"", StringComparison.Ordinal)),
            "what is not in Ledger.sln is neither built nor tested by ./ledger test (dotnet sln add ...):");
    }

    /// <summary>Set LEDGER_TIDY_WRITE=1 to have the picture redrawn.</summary>
    [Fact]
    public void TheArchitectureShowsTheGraphAsItIs()
    {
        var path = Path.Combine(Repository.Root, "docs", "architecture.md");
        var text = File.ReadAllText(path);
        var from = text.IndexOf(Begin, StringComparison.Ordinal);
        var to = text.IndexOf(End, StringComparison.Ordinal);
        Assert.True(from >= 0 && to > from, "docs/architecture.md lacks the markers of the project graph");
        var current = text[..(from + Begin.Length)] + ProjectGraph.Draw() + text[to..];
        if (Environment.GetEnvironmentVariable("LEDGER_TIDY_WRITE") == "1")
        {
            File.WriteAllText(path, current);
            return;
        }

        Assert.True(
            current == text,
            "the graph in docs/architecture.md is out of date: LEDGER_TIDY_WRITE=1 ./ledger test --filter Tidy redraws it");
    }
}
