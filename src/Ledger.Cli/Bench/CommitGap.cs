namespace Ledger.Cli.Bench;

/// <summary>Finds out how long a network stood still. Pure.</summary>
public static class CommitGap
{
    /// <summary>
    /// The longest time between two consecutive commits of which the later one came after a moment. The first pair
    /// counts with its whole length, also the part before that moment: the network stood still from its last commit on.
    /// </summary>
    /// <param name="commits">When the commits were seen, in ascending order.</param>
    /// <param name="from">The moment, on the same clock.</param>
    /// <returns>Null when there is no commit after the moment, or none before the only one after it.</returns>
    public static TimeSpan? Longest(IReadOnlyList<TimeSpan> commits, TimeSpan from)
    {
        TimeSpan? longest = null;
        for (var i = 1; i < commits.Count; i++)
        {
            if (commits[i] < commits[i - 1])
            {
                throw new ArgumentException("commits are seen in ascending order", nameof(commits));
            }

            var gap = commits[i] - commits[i - 1];
            if (commits[i] > from && (longest == null || gap > longest))
            {
                longest = gap;
            }
        }

        return longest;
    }
}
