using Ledger.Consensus;

namespace Ledger.Simulation;

/// <summary>
/// Queues, logs and records of an honest replica stay within their bounds, whatever peers and clients do.
/// </summary>
/// <param name="options">The bounds.</param>
internal sealed class MemoryCheck(ReplicaOptions options)
{
    /// <summary>
    /// Most consensus records on disk: for each height of two windows (those of the one before may be deleted late) a
    /// vote, a prepared certificate and the batches; evidence; and a handful that are single.
    /// </summary>
    public int RecordsMax { get; } =
        (2 * options.Parameters.WindowSize * (2 + Slot.BatchesMax)) + Replica.EvidenceMax + 8;

    /// <summary>A replica after a turn.</summary>
    /// <param name="node">Who, for the message.</param>
    /// <param name="status">The replica's own picture.</param>
    /// <param name="recordCount">Records on its disk.</param>
    public void OnTurn(string node, ReplicaStatus status, int recordCount)
    {
        Require(status.RequestCount, options.RequestQueueMax, node, "requests queued");
        Require(status.Evidence.Count, Replica.EvidenceMax, node, "records of evidence");
        Require(recordCount, RecordsMax, node, "records on disk");
    }

    /// <summary>What is inside a replica after a turn.</summary>
    public void OnTurn(string node, Replica replica)
    {
        var messages = ReplicaInternals.FutureMessages(replica);
        for (var i = 0; i < messages.Length; i++)
        {
            OnFutureMessages(node, messages[i].Count);
        }

        var slotBatches = 2 * options.Parameters.WindowSize * options.Parameters.BatchTransactionsMax;
        Require(ReplicaInternals.InFlight(replica).Count, slotBatches, node, "transactions in accepted batches");
        Require(ReplicaInternals.Tentative(replica).Count, slotBatches, node, "transactions executed tentatively");
        Require(ReplicaInternals.ToForward(replica).Count, options.RequestQueueMax, node, "requests to be forwarded");
    }

    /// <summary>What waits in a replica for a later view or height, for each peer.</summary>
    public void OnFutureMessages(string node, int messageCount) =>
        Require(messageCount, options.FutureMessagesPerPeerMax, node, "messages of one peer for later");

    private static void Require(int count, int most, string node, string what)
    {
        if (count > most)
        {
            throw new SimulationFailedException("memory bounds", $"{node} has {count} {what}, at most {most}");
        }
    }
}
