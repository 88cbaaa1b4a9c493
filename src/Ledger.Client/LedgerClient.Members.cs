using Ledger.Client.Proofs;
using Ledger.Primitives;

namespace Ledger.Client;

public sealed partial class LedgerClient
{
    /// <summary>
    /// The members that certify the block at a height, as far as this client has learnt from certified headers. Learning
    /// happens by itself, with the first block or proof of an epoch.
    /// </summary>
    /// <returns>Null for height 0 and for an epoch so old that the client has forgotten it.</returns>
    public Membership? MembersAt(SequenceNumber height) => _epochs.Chain.At(height)?.Membership;

    /// <summary>Which members certify which blocks, with the change that is decided, read with proof.</summary>
    /// <exception cref="LedgerException">Unproven when anything does not hold; NotFound before the first
    /// block.</exception>
    public async Task<ProvenSchedule> ScheduleAsync(CancellationToken cancellation = default)
    {
        var key = MembershipSchedule.StateKey[(MembershipSchedule.Contract.Length + 1)..].ToArray();
        var read = await QueryAsync(MembershipSchedule.Contract, key, default, cancellation).ConfigureAwait(false);
        var schedule = read.Value == null
            ? MembershipSchedule.Genesis(_options.Genesis.ToMembership())
            : MembershipSchedule.TryDecode(read.Value) ?? throw WireReader.Malformed("the record of the members");
        return new ProvenSchedule(schedule, read.Header);
    }

    /// <summary>
    /// Checks a record of evidence: that the validator's key was a member's in the epoch, and signed both messages, which
    /// contradict each other. Asks the node for epochs that are not known yet.
    /// </summary>
    /// <returns>What does not hold, in one line; null when the record proves the contradiction.</returns>
    /// <exception cref="LedgerException">The node could not be asked, or its epochs do not hold.</exception>
    public async Task<string?> FlawOfAsync(EvidenceRecord evidence, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        if (_epochs.Chain.Find(evidence.Epoch) == null)
        {
            await _epochs.LearnAsync(_node, cancellation).ConfigureAwait(false);
        }

        return _epochs.Chain.Find(evidence.Epoch) is { } epoch
            ? EvidenceCheck.FirstFlaw(evidence, epoch)
            : $"genesis leads to no epoch {evidence.Epoch.ToShortString()}";
    }
}
