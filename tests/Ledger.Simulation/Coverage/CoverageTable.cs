using System.Text;

namespace Ledger.Simulation;

/// <summary>The report at the end of a run of seeds.</summary>
internal static class CoverageTable
{
    /// <summary>From so many seeds on a kind that never happened is a failure.</summary>
    public const int SeedsForVerdict = 200;

    /// <summary>One row for each kind: how often, and in how many seeds.</summary>
    public static string Format(CoverageCounts counts)
    {
        var text = new StringBuilder();
        text.Append($"{"kind",-24} {"times",12} {"seeds",10}\n");
        foreach (var kind in Enum.GetValues<CoverageKind>())
        {
            text.Append($"{NameOf(kind),-24} {counts.TimesOf(kind),12} {counts.SeedsOf(kind),10}\n");
        }

        return text.ToString();
    }

    /// <summary>Kinds that never happened though the runs are many enough to expect them.</summary>
    public static IReadOnlyList<CoverageKind> Unexpected(CoverageCounts counts) =>
        counts.SeedCount >= SeedsForVerdict ? counts.Missing() : [];

    /// <summary>The name in words: <c>CrashBeforeSync</c> is "crash before sync".</summary>
    public static string NameOf(CoverageKind kind)
    {
        var text = new StringBuilder();
        foreach (var letter in kind.ToString())
        {
            if (char.IsAsciiLetterUpper(letter) && text.Length > 0)
            {
                text.Append(' ');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
