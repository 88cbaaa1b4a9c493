using Ledger.Consensus;

namespace Ledger.Simulation;

/// <summary>
/// Loss of one kind of message, for ordering votes at some heights only, on some links: what leaves replicas with
/// different sets of certificates.
/// </summary>
/// <param name="Kind">What is lost.</param>
/// <param name="Heights">Bit i: at heights that are i modulo 4.</param>
/// <param name="Links">Bit i: on links whose mixed index is i modulo 64.</param>
internal sealed record SelectiveLoss(MessageKind Kind, int Heights, ulong Links)
{
    /// <summary>Whether a message is lost on its link.</summary>
    public bool Takes(SimulatedNode from, SimulatedNode to, WireMessage message)
    {
        var isSpared = Kind <= MessageKind.Commit && ((Heights >> (int)(message.VoteHeight % 4)) & 1) == 0;
        if (message.Kind != Kind || isSpared)
        {
            return false;
        }

        return ((Links >> (((from.Index * 13) + (to.Index * 7)) % 64)) & 1) != 0;
    }
}
