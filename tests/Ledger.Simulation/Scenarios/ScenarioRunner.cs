namespace Ledger.Simulation;

/// <summary>Runs scenario files. Thread safe: each run has stages of its own.</summary>
internal static class ScenarioRunner
{
    private const string Ending = ".scenario";

    /// <summary>The folder of the scenarios that come with the simulator.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Scenarios", "Files");

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<string> Files()
    {
        var files = Directory.GetFiles(Folder, "*" + Ending);
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    /// <summary>The file of a path, or of the name of a scenario that comes with the simulator.</summary>
    public static string Find(string pathOrName)
    {
        var known = Path.Combine(
            Folder, pathOrName.EndsWith(Ending, StringComparison.Ordinal) ? pathOrName : pathOrName + Ending);
        return !File.Exists(pathOrName) && File.Exists(known) ? known : pathOrName;
    }

    /// <summary>Runs a file. Nothing is thrown: a file that cannot be read or understood is a failure too.</summary>
    public static ScenarioResult Run(string pathOrName, ulong seed)
    {
        var path = Find(pathOrName);
        try
        {
            return RunText(Path.GetFileName(path), File.ReadAllText(path), seed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new ScenarioResult("", seed, $"{pathOrName}: {e.Message}", []);
        }
    }

    /// <summary>Runs the text of a scenario. Nothing is thrown.</summary>
    public static ScenarioResult RunText(string name, string text, ulong seed)
    {
        try
        {
            return Run(ScenarioParser.Parse(name, text), seed);
        }
        catch (ScenarioException e)
        {
            return new ScenarioResult("", seed, e.Message, []);
        }
    }

    /// <summary>Runs a scenario. Nothing is thrown.</summary>
    public static ScenarioResult Run(Scenario scenario, ulong seed)
    {
        var trace = new List<string>();
        foreach (var @case in scenario.Cases)
        {
            var failure = Play(scenario.Name, @case, seed, trace);
            if (failure != null)
            {
                return new ScenarioResult(scenario.Title, seed, failure, trace);
            }
        }

        return new ScenarioResult(scenario.Title, seed, null, trace);
    }

    private static string? Play(string name, ScenarioCase @case, ulong seed, List<string> trace)
    {
        var (line, text) = (@case.Line, "");
        ScenarioStage? stage = null;
        try
        {
            stage = @case.Open(seed);
            foreach (var step in @case.Steps)
            {
                if (!step.IsExpectation)
                {
                    stage.Settle();
                }

                (line, text) = (step.Line, step.Text);
                step.Act(stage);
            }

            stage.Settle();
            return null;
        }
        catch (Exception e)
        {
            // Whatever is thrown, also by a check of the simulator or of the replica, is what the scenario found.
            var kind = e is ScenarioException or SimulationFailedException ? "" : e.GetType().Name + ": ";
            return $"{name}:{line}: {text}: {kind}{e.Message}";
        }
        finally
        {
            trace.AddRange(stage?.Trace ?? []);
        }
    }
}
