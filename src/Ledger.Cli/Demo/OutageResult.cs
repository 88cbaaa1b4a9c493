namespace Ledger.Cli.Demo;

/// <summary>How a node that was killed came back. Immutable.</summary>
/// <param name="Node">Its name.</param>
/// <param name="HeightBefore">Its height shortly before it was killed.</param>
/// <param name="HeightAtStart">
/// The first height that it told after its restart, when it may have been catching up already.
/// </param>
/// <param name="HeightOfOthers">What the others had then.</param>
/// <param name="HeightAfter">Its height when it had caught up.</param>
/// <param name="Time">From the restart of its process to that moment.</param>
public sealed record OutageResult(
    string Node, ulong HeightBefore, ulong HeightAtStart, ulong HeightOfOthers, ulong HeightAfter, TimeSpan Time)
{
    /// <summary>
    /// When the node was the primary: the longest time between two consecutive commits around its end, as another node's
    /// block feed showed it. Null for any other node.
    /// </summary>
    public TimeSpan? Gap { get; init; }

    /// <summary>Blocks that were made without it and that it fetched.</summary>
    public ulong BlocksFetched => HeightOfOthers > HeightBefore ? HeightOfOthers - HeightBefore : 0;

    /// <summary>Whether it has all that the others had.</summary>
    public bool HasCaughtUp => HeightAfter >= HeightOfOthers;
}
