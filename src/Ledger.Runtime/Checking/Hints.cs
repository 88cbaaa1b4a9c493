using System.Collections.Frozen;

namespace Ledger.Runtime;

/// <summary>Turns the name of a type that is not on the list into the words of what its author did.</summary>
internal static class Hints
{
    private static readonly FrozenDictionary<string, (string Rule, string Sentence)> ByName = RuleFiles.Lines("hints.txt")
        .ToFrozenDictionary(f => f[0], f => (f[1], f[2]), StringComparer.Ordinal);

    /// <summary>The refusal of a type of the framework.</summary>
    public static RefusalException Refuse(string type)
    {
        if (ByName.TryGetValue(type, out var hint))
        {
            return new RefusalException(hint.Rule, $"{hint.Sentence} ({type})");
        }

        for (var end = type.LastIndexOf('.'); end > 0; end = type.LastIndexOf('.', end - 1))
        {
            if (ByName.TryGetValue(type[..(end + 1)], out hint))
            {
                return new RefusalException(hint.Rule, $"{hint.Sentence} ({type})");
            }
        }

        return new RefusalException(RuleIds.Type, $"it uses {type}, which is not on the list of allowed types");
    }
}
