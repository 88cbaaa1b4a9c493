using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// CHECKPOINT votes above the stable checkpoint (§4.3), bounded by the span of heights in which they are kept: one that
/// lies further ahead is learnt from a status answer.
/// </summary>
internal sealed class CheckpointVotes(int replicaCount, int interval, int span)
{
    private readonly SortedDictionary<ulong, VoteSet> _votes = [];

    /// <summary>Counts a vote.</summary>
    /// <param name="stable">The stable checkpoint.</param>
    /// <param name="quorum">Votes that make a checkpoint stable.</param>
    /// <param name="message">The vote.</param>
    /// <param name="contradicted">The earlier vote that this one contradicts; null as a rule.</param>
    /// <returns>The checkpoint when a quorum voted for it.</returns>
    public StableCheckpoint? Add(
        SequenceNumber stable, int quorum, CheckpointMessage message, out CheckpointMessage? contradicted)
    {
        contradicted = null;
        var height = message.Height.Value;
        if (height <= stable.Value || height - stable.Value > (ulong)span || height % (ulong)interval != 0)
        {
            return null;
        }

        if (!_votes.TryGetValue(height, out var votes))
        {
            _votes.Add(height, votes = new VoteSet(replicaCount));
        }

        if (votes.Add(message.Sender, message.HeaderHash, message.Signature) == VoteSet.Outcome.Contradicts)
        {
            contradicted = new CheckpointMessage(
                message.Sender, message.Height, votes.DigestOf(message.Sender), votes.SignatureOf(message.Sender));
            return null;
        }

        return votes.CountFor(message.HeaderHash) >= quorum
            ? new StableCheckpoint(message.Height, message.HeaderHash, votes.SignaturesFor(message.HeaderHash))
            : null;
    }

    public void ForgetUpTo(SequenceNumber stable)
    {
        var old = new List<ulong>();
        foreach (var height in _votes.Keys)
        {
            if (height <= stable.Value)
            {
                old.Add(height);
            }
        }

        foreach (var height in old)
        {
            _votes.Remove(height);
        }
    }
}
