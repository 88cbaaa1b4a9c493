namespace Ledger.Simulation.Tests.Mutants;

/// <summary>The known bugs, by name.</summary>
internal static class MutantCatalogue
{
    private static readonly Mutant[] Ordering =
    [
        new("commit quorum of 2f", "2f+1 matching commits (§4.2)", 5,
            new Edit("Replica.Commit.cs",
                "slot.Commits.CountFor(header.Hash) < _membership.Quorum",
                "slot.Commits.CountFor(header.Hash) < _membership.Quorum - 1")),
        new("prepared with a vote too few", "pre-prepare and 2f prepares (§4.2)", 120,
            new Edit("Replica.Normal.cs",
                "slot.Prepares.CountFor(slot.Digest) < _membership.Quorum - 1",
                "slot.Prepares.CountFor(slot.Digest) < _membership.Quorum - 2"),
            new Edit("Replica.Normal.cs", "[..(_membership.Quorum - 1)]", "[..(_membership.Quorum - 2)]"),
            new Edit("ViewChanges/PreparedCertificate.cs",
                "Prepares.Count < membership.Quorum - 1",
                "Prepares.Count < membership.Quorum - 2")),
        new("no watermarks", "h < n ≤ H for every message (§4.2)", 10,
            new Edit("Replica.cs", "view < _view || height <= _window.Low", "view < _view"),
            new Edit("Replica.cs",
                "view == _view && _isActive && height <= _window.High",
                "view == _view && _isActive"),
            new Edit("Ordering/Window.cs", "Check.That(Contains(height), \"a slot is between the watermarks\");", "")),
        new("second pre-prepare replaces the first", "one pre-prepare for a view and height (§4.2)", 40,
            new Edit("Replica.Normal.cs",
                "ReportDoublePrePrepare(slot, slot.Digest, slot.PrimarySignature, message);",
                """
                slot.OwnPrepare = null;
                slot.IsPrepared = false;
                slot.Prepares.Clear();
                Accept(slot, message.BatchDigest, message.Signature, message.Batch, message.BatchBytes);
                """),
            new Edit("Ordering/Slot.cs",
                "Check.That(!IsPrePrepared, \"a second pre-prepare would replace the first\");",
                "")),
        new("signers need not differ", "distinct replicas in a certificate (§4.2, §4.3)", 300,
            new Edit("Messages/SignatureList.cs",
                "signature.Replica.Value <= previous ||",
                "signature.Replica.Value < previous ||")),
        new("checkpoint of f+1", "2f+1 CHECKPOINTs make a checkpoint stable (§4.3)", 10,
            new Edit("Replica.CatchUp.cs",
                "_checkpoints.Add(_stable.Height, _membership.Quorum, message",
                "_checkpoints.Add(_stable.Height, _membership.WeakQuorum, message"),
            new Edit("Messages/StableCheckpoint.cs",
                "Votes.Count >= epoch.Membership.Quorum",
                "Votes.Count >= epoch.Membership.WeakQuorum")),
    ];

    private static readonly Mutant[] Views =
    [
        new("P ignored in the new view", "O orders again what was prepared (§4.4)", 10,
            new Edit("ViewChanges/NewViewCalculator.cs",
                "if (certificate.Height <= stable.Height)",
                "if (certificate.Height.Value > 0)")),
        new("O not checked against V", "backups compute O themselves (§4.4)", 350,
            new Edit("ViewChanges/NewViewMessage.cs",
                "proposals[i].Digest != plan.Digests[i]",
                "proposals[i].Signature.IsEmpty")),
        new("commits of different views add up", "commits match in the view too (§4.2)", 10,
            new Edit("Ordering/Slot.cs", "Commits.Clear();", "")),
        new("votes in the view it has left", "after VIEW-CHANGE no votes in the old view (§4.4)", 90,
            new Edit("Replica.Commit.cs", "if (!_isCatchingUp && _isActive)", "if (!_isCatchingUp)"),
            new Edit("Replica.Commit.cs",
                "CommitVote.Encode(_view, slot.Height",
                "CommitVote.Encode(slot.View, slot.Height")),
        new("tentative execution survives", "a new view undoes what it orders otherwise (TOCS §5.1)", 40,
            new Edit("Replica.ViewChange.cs", "DropLosingExecutions(message.Plan);", ""),
            new Edit("Replica.Commit.cs",
                "Check.That(slot.ExecutedDigest == slot.Digest, \"what is executed is what is prepared\");",
                "")),
        new("P leaves out what is committed here", "P holds all prepared above the stable checkpoint (§4.4)", 10,
            new Edit("Replica.ViewChange.cs",
                "for (var height = _window.Low.Next; height <= end; height = height.Next)",
                "for (var height = _committed.Next; height <= end; height = height.Next)")),
        new("requests stay in flight", "what a new view does not order waits again (PITFALLS 12)", 250,
            new Edit("Replica.ViewChange.cs", "_requests.ReturnAll();", "")),
        new("never joins others", "joins f+1 in higher views (§4.5.2)", 60,
            new Edit("Replica.ViewChange.cs", "views.Count < _membership.WeakQuorum", "views.Count < int.MaxValue")),
        new("progress timer never fires", "no progress forces a view change (§4.4)", 60,
            new Edit("Replica.cs", "CheckRequestTimer();", "")),
        new("new-view timer never fires", "no NEW-VIEW forces the next view (§4.5.2)", 70,
            new Edit("Replica.cs", "CheckNewViewTimer();", "")),
    ];

    private static readonly Mutant[] Durability =
    [
        new("votes not persisted", "a vote is on disk before it is sent (PITFALLS 18)", 10,
            new Edit("Replica.Normal.cs",
                """
                PersistRecord(
                            RecordKey.Vote(slot.Height),
                """,
                """
                _ = (
                            RecordKey.Vote(slot.Height),
                """)),
        new("certificates not persisted", "P survives a crash (PITFALLS 18)", 500,
            new Edit("Replica.Commit.cs",
                """
                PersistRecord(
                            RecordKey.Prepared(slot.Height), new
                """,
                """
                _ = (
                            RecordKey.Prepared(slot.Height), new
                """)),
        new("VIEW-CHANGE not persisted", "who has left a view stays out of it (PITFALLS 18)", 60,
            new Edit("Replica.ViewChange.cs",
                "PersistRecord(RecordKey.Mode(), new ModeRecord(_epoch.Base, view, false).Encode());",
                "")),
        new("executions kept while catching up", "one owner of what is delivered (PITFALLS 8)", 15,
            new Edit("Replica.CatchUp.cs", "DropExecutionsFrom(_committed.Next);", "")),
    ];

    private static readonly Mutant[] Requests =
    [
        new("duplicates not suppressed", "a transaction is in the chain once (§4.1)", 10,
            new Edit("Requests/RecentTransactions.cs", "_validUntil.ContainsKey(id)", "false")),
        new("messages' signatures not checked", "every message is its sender's (§4, PITFALLS 7)", 60,
            new Edit("Messages/MessageVerifier.cs",
                "!envelope.VerifySignature(_verifier, epoch)",
                "envelope.Body.IsEmpty")),
        new("validity window not checked", "a transaction stands inside its window", 10,
            new Edit("Replica.Normal.cs",
                "body.ValidFrom <= height.Value && height.Value <= body.ValidUntil &&",
                "")),
        new("clients' signatures not checked", "a request is its client's (§4.1)", 100,
            new Edit("Messages/MessageVerifier.cs",
                "!transactions[i].VerifySignature(_verifier, epoch.ChainId)",
                "transactions[i].Encoded.IsEmpty")),
        new("queue without a bound", "every queue is bounded (PITFALLS 15)", 100,
            new Edit("Requests/RequestQueue.cs", "_entries.Count >= countMax", "_entries.Count < 0")),
    ];

    private static readonly Mutant[] Epochs =
    [
        new("end of the epoch ignored", "nothing is ordered above the last block of an epoch (ADR 0007)", 10,
            new Edit("Replica.Epoch.cs", "_window.Limit = _change?.After;", "")),
        new("new epoch in the old view", "an epoch begins in view 0 (ADR 0007)", 300,
            new Edit("Replica.Epoch.cs", "_view = default;", "")),
        new("old incarnation votes again", "who lost its disk is no member until it has rejoined (ADR 0007)", 120,
            new Edit("ReplicaKeys.cs",
                "membership.Find(signer.PublicKey.Span, incarnation) is { } id",
                """
                membership.Validators
                    .Where(validator => validator.PublicKey.Span.SequenceEqual(signer.PublicKey.Span))
                    .Select(validator => membership.Find(validator.Name))
                    .FirstOrDefault() is { } id
                """)),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutant> All { get; } = [.. Ordering, .. Views, .. Durability, .. Requests, .. Epochs];

    /// <summary>The mutant of a name.</summary>
    public static Mutant Named(string name) => All.First(mutant => mutant.Name == name);
}
