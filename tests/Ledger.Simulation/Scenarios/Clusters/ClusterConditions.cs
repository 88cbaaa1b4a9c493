using Ledger.Consensus;

namespace Ledger.Simulation;

/// <summary>
/// What can be expected of a cluster. <c>everywhere</c> is each honest machine that is up.
/// </summary>
internal static class ClusterConditions
{
    /// <summary>The conditions.</summary>
    public static readonly Condition<ClusterStage>[] All =
    [
        new("executed {t...} at {nodes...}", "each stands in one stored block, once", (s, a) =>
            s.AreExecuted(a.Words("t"), a.Words("nodes"))),
        new("executed {t...} everywhere", "", (s, a) => s.AreExecuted(a.Words("t"), ["everywhere"])),
        new("request refused", "the last one, at the machine's door",
            (s, _) => s.IsRequestTaken ? "it was taken" : null),
        new("height {n:n} at {nodes...}", "stored, or more",
            (s, a) => s.AtEach(a.Words("nodes"), (SimulatedNode node) =>
            node.Disk.Contents.Height >= a.Long("n") ? null : $"its height is {node.Disk.Contents.Height}")),
        new("height {n:n} everywhere", "", (s, a) => s.AtEach(["everywhere"], (SimulatedNode node) =>
            node.Disk.Contents.Height >= a.Long("n") ? null : $"its height is {node.Disk.Contents.Height}")),
        new("the same head at {nodes...}", "", (s, a) => s.HaveSameHead(a.Words("nodes"))),
        new("null request at {n:n}", "the block of this height", (s, a) => s.IsNull(a.Long("n"))),

        new("view {v:n} at {nodes...}", "working in it", (s, a) => s.AtEach(a.Words("nodes"), (ReplicaStatus status) =>
            status.View.Value == a.Long("v") && status.Mode == ReplicaMode.Normal ? null : $"{status.Mode} in {status.View}")),
        new("view above {v:n} at {nodes...}", "working in it",
            (s, a) => s.AtEach(a.Words("nodes"), (ReplicaStatus status) =>
            status.View.Value > a.Long("v") && status.Mode == ReplicaMode.Normal ? null : $"{status.Mode} in {status.View}")),
        new("mode {mode} at {nodes...}", "Normal, ViewChange, CatchUp, Observer or Diverged", (s, a) =>
            s.AtEach(a.Words("nodes"), (ReplicaStatus status) => status.Mode.ToString() == a["mode"] ? null : $"{status.Mode}")),
        new("low watermark {n:n} at {nodes...}", "or higher",
            (s, a) => s.AtEach(a.Words("nodes"), (ReplicaStatus status) =>
            status.LowWatermark.Value >= a.Long("n") ? null : $"h is {status.LowWatermark}")),
        new("down at {nodes...}", "crashed",
            (s, a) => s.AtEach(a.Words("nodes"), (SimulatedNode node) => node.IsUp ? "it is up" : null)),
        new("evidence against {node} at {nodes...}", "", (s, a) => s.AtEach(a.Words("nodes"), (SimulatedNode node) =>
            ClusterStage.HasEvidence(node, a["node"]) ? null : "it has none")),
        new("evidence against {node} somewhere", "at an honest machine", (s, a) =>
            s.Nodes(["everywhere"]).Exists(node => ClusterStage.HasEvidence(node, a["node"])) ? null : "nobody has any"),
        new("{n:n} members at {nodes...}", "of the epoch it is in",
            (s, a) => s.AtEach(a.Words("nodes"), (ReplicaStatus status) =>
            status.Epoch.Membership.Count == a.Number("n") ? null : $"{status.Epoch.Membership.Count}")),
        new("epoch {n:n} at {nodes...}", "counted from 0", (s, a) => s.AtEach(a.Words("nodes"), (SimulatedNode node) =>
            node.Disk.Contents.Epochs.Count == a.Number("n") + 1 ? null : $"{node.Disk.Contents.Epochs.Count - 1}")),

        new("sent {message...} by {nodes...}", "by one of them, since the mark", (s, a) =>
            s.Script.WasSent(a.Message("message"), s.Filter(a.Words("nodes"))) ? null : "nobody has"),
        new("held {message...}", "such a message waits",
            (s, a) => s.Script.IsHeld(a.Message("message")) ? null : "none"),
        new("happened {what}", "a name of the coverage table, as \"snapshot\"", (s, a) => s.HasHappened(a["what"])),
        new("convergence", "all requests served, all honest machines at one head with one state",
            (s, _) => s.HasConverged()),
    ];
}
