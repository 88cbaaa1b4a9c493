using System.Globalization;
using Ledger.Consensus;

namespace Ledger.Simulation;

/// <summary>
/// What can be expected of one replica: what it did since the last line that was no expectation, and what it is.
/// </summary>
internal static class ReplicaConditions
{
    /// <summary>The conditions.</summary>
    public static readonly Condition<ReplicaStage>[] All =
    [
        new("sent {message...}", "to all or to somebody", (s, a) => s.IsSent(a.Message("message"), null)),
        new("sent {message...} to {node}", "to all or to this node",
            (s, a) => s.IsSent(a.Message("message"), a["node"])),
        new("sent nothing", "but a STATUS", (s, _) => s.IsNothingSent()),
        new("{n:n} {kind} sent", "so many messages of this kind",
            (s, a) => s.AreSent(a.Number("n"), MessagePhrase.KindOf(a["kind"]))),
        new("{record} on disk before {kind} is sent",
            "vote, batch, prepared-certificate, mode, view-change, new-view or checkpoint",
            (s, a) => s.IsOnDiskBefore(a["record"], MessagePhrase.KindOf(a["kind"]))),
        new("executed {b} at {n:n}", "given to execution; b may be null", (s, a) => s.IsExecuted(a["b"], a.Long("n"))),
        new("executed nothing", "", (s, _) => s.IsNone<Execute>("executed")),
        new("executions dropped from {n:n}", "the overlay is void from there on", (s, a) => s.AreDropped(a.Long("n"))),
        new("no executions dropped", "", (s, _) => s.IsNone<DropExecutions>("dropped")),
        new("committed {n:n}", "a block with a certificate (always verified)", (s, a) => s.IsCommitted(a.Long("n"))),
        new("committed nothing", "", (s, _) => s.IsNone<CommitBlock>("committed")),
        new("blocks asked of {nodes...}", "catch-up has begun", (s, a) => s.AreAsked(a.Words("nodes"))),
        new("no blocks asked", "", (s, _) => s.IsNone<CatchUp>("asked")),
        new("heads asked", "it asks its peers how high they are",
            (s, _) => s.Effects.OfType<Probe>().Any() ? null : "it does not"),

        new("refused", "by the verifier; a refusal that is not expected fails the scenario",
            (s, _) => s.IsRefused(null)),
        new("refused {reason}", "for this reason", (s, a) => s.IsRefused(a["reason"])),
        new("admission {result}", "answer to the last request: a name of AdmissionResult",
            (s, a) => s.IsAdmitted(a["result"])),
        new("proposal rejected as {flaw}", "a name of ProposalFlaw", (s, a) =>
            s.IsReported<ProposalRejected>(r => r.Flaw.ToString() == a["flaw"])),
        new("view change started because of {reason}", "a name of ViewChangeReason", (s, a) =>
            s.IsReported<ViewChangeStarted>(r => r.Reason.ToString() == a["reason"])),
        new("view change started", "", (s, _) => s.IsReported<ViewChangeStarted>(static _ => true)),
        new("batch at {n:n} is void", "executed as the null request everywhere", (s, a) =>
            s.IsReported<BatchVoided>(r => r.Height.Value == a.Long("n"))),
        new("evidence reported", "a double vote was noticed just now",
            (s, _) => s.IsReported<Evidence>(static _ => true)),
        new("evidence against {node}", "kept; both messages prove themselves", (s, a) => s.HasEvidence(a["node"])),

        new("view {v:n}", "it is in this view or asks for it", (s, a) => Same(s.Status.View.Value, a.Long("v"))),
        new("mode {mode}", "Normal, ViewChange, CatchUp, Observer or Diverged", (s, a) =>
            s.Status.Mode.ToString() == a["mode"] ? null : $"it is {s.Status.Mode}"),
        new("low watermark {n:n}", "h", (s, a) => Same(s.Status.LowWatermark.Value, a.Long("n"))),
        new("high watermark {n:n}", "H", (s, a) => Same(s.Status.HighWatermark.Value, a.Long("n"))),
        new("head {n:n}", "last stored block", (s, a) => Same(s.Status.Head.Value, a.Long("n"))),
        new("{n:n} requests queued", "", (s, a) => Same((ulong)s.Status.RequestCount, a.Long("n"))),
        new("{n:n} messages dropped", "for want of room, since the start",
            (s, a) => Same((ulong)s.Status.DroppedCount, a.Long("n"))),
        new("{n:n} pieces of evidence", "kept", (s, a) => Same((ulong)s.Status.Evidence.Count, a.Long("n"))),
        new("no records of height {n:n}", "on disk", (s, a) => Same((ulong)s.RecordsOf(a.Long("n")), 0)),
        new("the same effects from the same inputs", "all that has happened, on a second machine",
            (s, _) => s.IsPureFunction()),
    ];

    private static string? Same(ulong found, ulong expected) =>
        found == expected ? null : $"it is {found.ToString(CultureInfo.InvariantCulture)}";
}
