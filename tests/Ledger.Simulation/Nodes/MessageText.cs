using Ledger.Consensus;

namespace Ledger.Simulation;

/// <summary>Messages in the words of the paper, for traces.</summary>
internal static class MessageText
{
    /// <summary>A message in one line; garbage says so.</summary>
    public static string Of(WireMessage message)
    {
        var content = Envelope.TryDecode(message.Bytes) is { } envelope ? MessageVerifier.Decode(envelope) : null;
        return content switch
        {
            PrePrepareMessage m =>
                $"PRE-PREPARE v={m.View} n={m.Height} d={m.BatchDigest.ToShortString()} ({m.Batch.Transactions.Count})",
            VoteMessage m =>
                $"{(m.Kind == MessageKind.Prepare ? "PREPARE" : "COMMIT")} v={m.View} n={m.Height} " +
                $"d={m.Digest.ToShortString()}",
            CheckpointMessage m => $"CHECKPOINT n={m.Height} d={m.HeaderHash.ToShortString()}",
            ViewChangeMessage m => $"VIEW-CHANGE v={m.NewView} h={m.Stable.Height} P={m.Prepared.Count}",
            NewViewMessage m => $"NEW-VIEW v={m.View} min-s={m.Plan.Stable.Height} max-s={m.Plan.End}",
            StatusMessage m => $"STATUS v={m.View} {(m.Active ? "active" : "changing")} head={m.Head} h={m.Stable}",
            TransactionsMessage m => $"TRANSACTIONS {m.Transactions.Count}",
            FetchBatchMessage m => $"FETCH-BATCH n={m.Height} d={m.Digest.ToShortString()}",
            BatchReplyMessage m => $"BATCH-REPLY n={m.Height} d={m.Batch.Digest.ToShortString()}",
            StableCheckpointMessage m => $"STABLE-CHECKPOINT n={m.Checkpoint.Height}",
            _ => $"{message.Bytes.Length} bytes that are no message",
        };
    }
}
