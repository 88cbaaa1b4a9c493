using System.Globalization;
using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>Whether a message is one that a scenario describes: of the kind, and alike in the fields that are given.</summary>
/// <param name="names">Requests and batches.</param>
/// <param name="headerHash">As for <see cref="MessageForge"/>.</param>
internal sealed class MessageMatch(ScenarioNames names, Func<ulong, string?, Digest> headerHash)
{
    /// <summary>Whether it is.</summary>
    public bool Is(MessagePhrase phrase, ConsensusMessage message, MessageKind kind)
    {
        if (phrase.Kind is { } wanted && wanted != kind)
        {
            return false;
        }

        foreach (var (field, value) in phrase.Fields)
        {
            if (!HasField(message, kind, field, value))
            {
                return false;
            }
        }

        return true;
    }

    private bool HasField(ConsensusMessage message, MessageKind kind, string field, string value) => (message, field) switch
    {
        (PrePrepareMessage m, "v") => IsNumber(value, m.View.Value),
        (PrePrepareMessage m, "n") => IsNumber(value, m.Height.Value),
        (PrePrepareMessage m, "d") => names.Digest(value) == m.BatchDigest,
        (PrePrepareMessage m, "t") => HaveRequests(value, m.Batch.Transactions),
        (VoteMessage m, "v") => IsNumber(value, m.View.Value),
        (VoteMessage m, "n") => IsNumber(value, m.Height.Value),
        (VoteMessage m, "d") =>
            (kind == MessageKind.Commit ? headerHash(m.Height.Value, value) : names.Digest(value)) == m.Digest,
        (CheckpointMessage m, "n") => IsNumber(value, m.Height.Value),
        (CheckpointMessage m, "d") => headerHash(m.Height.Value, value) == m.HeaderHash,
        (ViewChangeMessage m, "v") => IsNumber(value, m.NewView.Value),
        (ViewChangeMessage m, "h") => IsNumber(value, m.Stable.Height.Value),
        (ViewChangeMessage m, "P") => HasPrepared(value, m.Prepared),
        (NewViewMessage m, "v") => IsNumber(value, m.View.Value),
        (NewViewMessage m, "h") => IsNumber(value, m.Plan.Stable.Height.Value),
        (NewViewMessage m, "O") => MessagePhrase.ListOf(value).Select(names.Digest).SequenceEqual(m.Plan.Digests),
        (StatusMessage m, "v") => IsNumber(value, m.View.Value),
        (StatusMessage m, "active") => value == (m.Active ? "yes" : "no"),
        (StatusMessage m, "head") => IsNumber(value, m.Head.Value),
        (StatusMessage m, "h") => IsNumber(value, m.Stable.Value),
        (TransactionsMessage m, "t") => HaveRequests(value, m.Transactions),
        (FetchBatchMessage m, "n") => IsNumber(value, m.Height.Value),
        (FetchBatchMessage m, "d") => names.Digest(value) == m.Digest,
        (BatchReplyMessage m, "n") => IsNumber(value, m.Height.Value),
        (BatchReplyMessage m, "d") => names.Digest(value) == m.Batch.Digest,
        (StableCheckpointMessage m, "h") => IsNumber(value, m.Checkpoint.Height.Value),
        _ => throw new ScenarioException($"a sent {kind} cannot be recognised by {field}="),
    };

    private static bool IsNumber(string text, ulong number) => text == number.ToString(CultureInfo.InvariantCulture);

    private bool HaveRequests(string text, IReadOnlyList<Transaction> transactions) =>
        names.Requests(MessagePhrase.ListOf(text)).Select(t => t.Id).SequenceEqual(transactions.Select(t => t.Id));

    private bool HasPrepared(string text, IReadOnlyList<PreparedCertificate> prepared) =>
        PreparedPhrase.ParseAll(text).Select(p => (p.Height, names.Digest(p.Digest), p.View))
            .SequenceEqual(prepared.Select(p => (p.Height.Value, p.Digest, p.View.Value)));
}
