namespace Ledger.Simulation;

/// <summary>
/// Reads scenario files. One line is one step; <c>#</c> begins a comment; words are apart by blanks, and "several words"
/// in quotation marks are one. The first line is <c>scenario</c> and a title. A line that sets up a stage begins a case:
/// <c>replica node1 of 4</c> plays everyone around one production replica, message by message
/// (<see cref="ReplicaVocabulary"/>); <c>cluster of 4</c> runs whole nodes (<see cref="ClusterVocabulary"/>). README.md
/// beside this file has all lines; they are declared in the two vocabularies and nowhere else.
/// </summary>
internal static class ScenarioParser
{
    private static readonly IVocabulary[] Vocabularies = [ReplicaVocabulary.Instance, ClusterVocabulary.Instance];

    /// <summary>Every line that is understood, with its meaning.</summary>
    public static IEnumerable<(string Pattern, string Meaning)> Entries => Vocabularies.SelectMany(v => v.Entries);

    /// <summary>Reads a scenario.</summary>
    /// <param name="name">Of the file, for messages.</param>
    /// <param name="text">Its content.</param>
    /// <exception cref="ScenarioException">A line is not understood; the message begins with <c>name:line:</c>.</exception>
    public static Scenario Parse(string name, string text)
    {
        string? title = null;
        IVocabulary? vocabulary = null;
        var cases = new List<ScenarioCase>();
        var steps = new List<ScenarioStep>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var words = WordsOf(lines[i]) ?? throw Wrong(name, i, "a quotation mark is missing");
            if (words.Length == 0)
            {
                continue;
            }

            if (title == null)
            {
                title = words is ["scenario", _, ..]
                    ? string.Join(' ', words.Skip(1))
                    : throw Wrong(name, i, "the first line is 'scenario' and a title");
            }
            else if (Open(words) is var (opened, open))
            {
                (vocabulary, steps) = (opened, []);
                cases.Add(new ScenarioCase(i + 1, open, steps));
            }
            else
            {
                var act = vocabulary?.Bind(words) ?? throw Wrong(name, i, $"not understood: {string.Join(' ', words)}");
                steps.Add(new ScenarioStep(i + 1, string.Join(' ', words), words[0] == "expect", act));
            }
        }

        return cases.Count > 0 ? new Scenario(name, title!, cases) : throw Wrong(name, lines.Length - 1, "nothing happens");
    }

    private static (IVocabulary Vocabulary, Func<ulong, ScenarioStage> Open)? Open(string[] words)
    {
        foreach (var vocabulary in Vocabularies)
        {
            if (vocabulary.Open(words) is { } open)
            {
                return (vocabulary, open);
            }
        }

        return null;
    }

    private static string[]? WordsOf(string line)
    {
        var words = new List<string>();
        for (var i = 0; i < line.Length;)
        {
            if (char.IsWhiteSpace(line[i]))
            {
                i++;
            }
            else if (line[i] == '#')
            {
                break;
            }
            else if (line[i] == '"')
            {
                var end = line.IndexOf('"', i + 1);
                if (end < 0)
                {
                    return null;
                }

                words.Add(line[(i + 1)..end]);
                i = end + 1;
            }
            else
            {
                var start = i;
                while (i < line.Length && !char.IsWhiteSpace(line[i]))
                {
                    i++;
                }

                words.Add(line[start..i]);
            }
        }

        return [.. words];
    }

    private static ScenarioException Wrong(string name, int index, string message) => new($"{name}:{index + 1}: {message}");
}
