using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// The watermarks of an honest replica are well formed (Castro &amp; Liskov 1999 §4.3): they lie one window apart,
/// below the end of the epoch, around what is committed; and within one life nothing goes back.
/// </summary>
/// <param name="parameters">The window.</param>
internal sealed class WatermarkCheck(ConsensusParameters parameters)
{
    /// <summary>A replica after a turn.</summary>
    /// <param name="node">Who, for the message.</param>
    /// <param name="before">After the turn before of the same life; null for the first.</param>
    /// <param name="now">The status.</param>
    public void OnTurn(string node, ReplicaStatus? before, ReplicaStatus now)
    {
        Require(now.LowWatermark <= now.Head, node, now, "the low watermark is above the head");
        Require(now.LowWatermark >= now.Epoch.Base, node, now, "the low watermark is below the epoch");
        Require(now.Head <= now.Committed, node, now, "the head is above what is committed");
        Require(now.Committed <= now.HighWatermark, node, now, "something above the high watermark is committed");
        Require(
            now.HighWatermark.Value - now.LowWatermark.Value <= (ulong)parameters.WindowSize,
            node, now, "the watermarks are further apart than the window");
        Require(
            now.PendingChange is not { } change || now.HighWatermark <= change.After,
            node, now, "the high watermark is above the end of the epoch");
        if (before != null)
        {
            Require(now.Head >= before.Head && now.Epoch.Base >= before.Epoch.Base, node, now, "the head went back");
            Require(
                now.Epoch.Base > before.Epoch.Base ||
                (now.View >= before.View && now.LowWatermark >= before.LowWatermark),
                node, now, "the view or the low watermark went back");
        }
    }

    private static void Require(bool holds, string node, ReplicaStatus status, string flaw)
    {
        if (!holds)
        {
            throw new SimulationFailedException(
                "watermarks",
                $"{node}: {flaw} (h={status.LowWatermark} H={status.HighWatermark} head={status.Head} " +
                $"committed={status.Committed} v={status.View} epoch={status.Epoch.Base})");
        }
    }
}
