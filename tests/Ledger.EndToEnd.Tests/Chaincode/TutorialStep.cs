namespace Ledger.EndToEnd.Tests;

/// <summary>One fenced block of the tutorial.</summary>
/// <param name="Kind"><c>sh</c>, <c>sh fails</c>, <c>output</c>, or <c>csharp</c> and the file that it is.</param>
/// <param name="Text">What stands between the fences.</param>
internal sealed record TutorialStep(string Kind, string Text)
{
    /// <summary>The blocks of a section, in order.</summary>
    public static IReadOnlyList<TutorialStep> Read(string document, string heading)
    {
        var steps = new List<TutorialStep>();
        var isInside = false;
        string? kind = null;
        var text = new List<string>();
        foreach (var line in File.ReadLines(document))
        {
            if (kind != null && line == "```")
            {
                steps.Add(new TutorialStep(kind, string.Join('\n', text) + "\n"));
                kind = null;
            }
            else if (kind != null)
            {
                text.Add(line);
            }
            else if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                isInside = line == heading;
            }
            else if (isInside && line.StartsWith("```", StringComparison.Ordinal))
            {
                kind = line[3..];
                text.Clear();
            }
        }

        return steps;
    }
}
