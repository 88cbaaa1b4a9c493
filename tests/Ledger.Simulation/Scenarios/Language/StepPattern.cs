using System.Globalization;

namespace Ledger.Simulation;

/// <summary>
/// The form of a line: words that stand as they are, and places. <c>{x}</c> takes one word, <c>{x:n}</c> a number,
/// <c>{x...}</c> one or more words. Immutable.
/// </summary>
internal sealed class StepPattern
{
    private readonly string[] _parts;

    /// <summary>Reads a pattern.</summary>
    public StepPattern(string text)
    {
        Text = text;
        _parts = text.Split(' ');
        foreach (var part in _parts)
        {
            LiteralCount += part[0] == '{' ? 0 : 1;
        }
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>Words that stand as they are: of two patterns that fit a line, the one with more of them is meant.</summary>
    public int LiteralCount { get; }

    /// <summary>What stands in the places of a line; null when the line has another form.</summary>
    public StepArguments? Match(IReadOnlyList<string> words)
    {
        var arguments = new StepArguments();
        return Match(0, words, 0, arguments) ? arguments : null;
    }

    private bool Match(int part, IReadOnlyList<string> words, int word, StepArguments arguments)
    {
        if (part == _parts.Length || word == words.Count)
        {
            return part == _parts.Length && word == words.Count;
        }

        var text = _parts[part];
        if (text[0] != '{')
        {
            return text == words[word] && Match(part + 1, words, word + 1, arguments);
        }

        var name = text[1..^1];
        if (name.EndsWith("...", StringComparison.Ordinal))
        {
            return MatchMany(part, name[..^3], words, word, arguments);
        }

        var isNumber = name.EndsWith(":n", StringComparison.Ordinal);
        if (isNumber && !int.TryParse(words[word], NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return false;
        }

        arguments.Set(isNumber ? name[..^2] : name, [words[word]]);
        return Match(part + 1, words, word + 1, arguments);
    }

    private bool MatchMany(int part, string name, IReadOnlyList<string> words, int word, StepArguments arguments)
    {
        var taken = new List<string>();
        for (var next = word; next < words.Count; next++)
        {
            taken.Add(words[next]);
            if (Match(part + 1, words, next + 1, arguments))
            {
                arguments.Set(name, taken);
                return true;
            }
        }

        return false;
    }
}
