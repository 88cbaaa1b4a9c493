namespace Ledger.Cli.Bench;

/// <summary>What one kill of the primary did.</summary>
/// <param name="Killed">The primary that was killed.</param>
/// <param name="WatchedOn">The node whose block feed was followed.</param>
/// <param name="ViewBefore">The view of the killed primary.</param>
/// <param name="ViewAfter">The view in which the others went on.</param>
/// <param name="GapMs">Longest time between two consecutive commits, in milliseconds.</param>
/// <param name="CatchUpMs">
/// From the restart of the process until it had all that the others had when it answered again, in milliseconds.
/// </param>
public sealed record FailoverGap(
    string Killed, string WatchedOn, ulong ViewBefore, ulong ViewAfter, double GapMs, double CatchUpMs);
