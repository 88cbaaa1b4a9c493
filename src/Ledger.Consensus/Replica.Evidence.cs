using Ledger.Primitives;

namespace Ledger.Consensus;

/// <content>Double votes: the first counts, and both together prove the fault. They are kept on disk, within bounds.</content>
public sealed partial class Replica
{
    /// <summary>Most records of evidence that are kept; the first ones stay.</summary>
    public const int EvidenceMax = 64;

    /// <summary>Most records of one validator, so that one offender cannot hide the others.</summary>
    public const int EvidencePerValidatorMax = 4;

    // Replaced as a whole, so that a status may hold on to it.
    private Evidence[] _evidence = [];

    private void ReportDoublePrePrepare(
        Slot slot, Digest firstDigest, ReadOnlyMemory<byte> firstSignature, PrePrepareMessage second) =>
        ReportVotes(
            slot,
            second.Sender,
            MessageKind.PrePrepare,
            (firstDigest, firstSignature),
            (second.BatchDigest, second.Signature));

    private void ReportDoubleVote(Slot slot, VoteSet votes, VoteMessage second) =>
        ReportVotes(
            slot,
            second.Sender,
            second.Kind,
            (votes.DigestOf(second.Sender), votes.SignatureOf(second.Sender)),
            (second.Digest, second.Signature));

    private void ReportVotes(
        Slot slot,
        ReplicaId replica,
        MessageKind kind,
        (Digest Digest, ReadOnlyMemory<byte> Signature) first,
        (Digest Digest, ReadOnlyMemory<byte> Signature) second)
    {
        var bit = 1UL << replica.Value;
        if ((slot.Reported & bit) != 0)
        {
            return;
        }

        slot.Reported |= bit;
        byte[] Message((Digest Digest, ReadOnlyMemory<byte> Signature) vote) => new Envelope(
            kind, replica, OrderingVote.Encode(slot.View, slot.Height, vote.Digest), vote.Signature, default).Encode();
        Keep(new Evidence(
            _epoch.Id, _membership.Validators[replica.Value], kind, slot.View, slot.Height, Message(first), Message(second)));
    }

    private void ReportDoubleCheckpoint(CheckpointMessage first, CheckpointMessage second)
    {
        byte[] Message(CheckpointMessage vote) => new Envelope(
            MessageKind.Checkpoint,
            vote.Sender,
            CheckpointMessage.EncodeBody(vote.Height, vote.HeaderHash),
            vote.Signature,
            default).Encode();
        Keep(new Evidence(
            _epoch.Id,
            _membership.Validators[first.Sender.Value],
            MessageKind.Checkpoint,
            default,
            first.Height,
            Message(first),
            Message(second)));
    }

    private void Keep(Evidence evidence)
    {
        var ofValidator = 0;
        foreach (var known in _evidence)
        {
            if (known.Validator.PublicKey.Span.SequenceEqual(evidence.Validator.PublicKey.Span))
            {
                ofValidator++;
                if (known.Kind == evidence.Kind && known.View == evidence.View && known.Height == evidence.Height)
                {
                    return;
                }
            }
        }

        if (_evidence.Length < EvidenceMax && ofValidator < EvidencePerValidatorMax)
        {
            PersistRecord(RecordKey.Evidence(_evidence.Length), EvidenceRecord.Encode(evidence));
            _evidence = [.. _evidence, evidence];
            EmitReport(evidence);
        }
    }
}
