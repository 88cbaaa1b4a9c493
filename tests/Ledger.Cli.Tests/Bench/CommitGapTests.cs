using Ledger.Cli.Bench;

namespace Ledger.Cli.Tests.Bench;

public sealed class CommitGapTests
{
    [Fact]
    public void The_gap_counts_from_the_last_commit_before_the_kill() =>
        Assert.Equal(Ms(900), CommitGap.Longest([Ms(0), Ms(100), Ms(1_000), Ms(1_010)], Ms(150)));

    [Fact]
    public void What_was_before_the_kill_does_not_count() =>
        Assert.Equal(Ms(20), CommitGap.Longest([Ms(0), Ms(5_000), Ms(5_010), Ms(5_030)], Ms(5_005)));

    [Fact]
    public void A_network_that_stumbles_again_shows_its_longest_pause() =>
        Assert.Equal(Ms(700), CommitGap.Longest([Ms(0), Ms(300), Ms(310), Ms(1_010)], Ms(1)));

    [Fact]
    public void A_commit_at_the_very_moment_is_not_after_it() =>
        Assert.Null(CommitGap.Longest([Ms(0), Ms(100)], Ms(100)));

    [Fact]
    public void Without_two_commits_there_is_no_gap()
    {
        Assert.Null(CommitGap.Longest([], Ms(0)));
        Assert.Null(CommitGap.Longest([Ms(5)], Ms(0)));
    }

    [Fact]
    public void Commits_out_of_order_are_a_mistake_of_the_caller() =>
        Assert.Throws<ArgumentException>(() => CommitGap.Longest([Ms(5), Ms(4)], Ms(0)));

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
