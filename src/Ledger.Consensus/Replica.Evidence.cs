using Ledger.Primitives;

namespace Ledger.Consensus;

/// <content>Double votes: the first counts, and both together prove the fault.</content>
public sealed partial class Replica
{
    private void ReportDoublePrePrepare(
        Slot slot, Digest firstDigest, ReadOnlyMemory<byte> firstSignature, PrePrepareMessage second)
    {
        ReportEvidence(
            slot,
            second.Sender,
            MessageKind.PrePrepare,
            firstDigest,
            firstSignature,
            second.BatchDigest,
            second.Signature);
    }

    private void ReportDoubleVote(Slot slot, VoteSet votes, VoteMessage second) => ReportEvidence(
        slot,
        second.Sender,
        second.Kind,
        votes.DigestOf(second.Sender),
        votes.SignatureOf(second.Sender),
        second.Digest,
        second.Signature);

    private void ReportEvidence(
        Slot slot,
        ReplicaId replica,
        MessageKind kind,
        Digest firstDigest,
        ReadOnlyMemory<byte> firstSignature,
        Digest secondDigest,
        ReadOnlyMemory<byte> secondSignature)
    {
        var bit = 1UL << replica.Value;
        if ((slot.Reported & bit) != 0)
        {
            return;
        }

        slot.Reported |= bit;
        _evidenceCount++;
        byte[] Message(Digest digest, ReadOnlyMemory<byte> signature) => new Envelope(
            kind, replica, OrderingVote.Encode(slot.View, slot.Height, digest), signature, default).Encode();
        EmitReport(new Evidence(
            replica, kind, Message(firstDigest, firstSignature), Message(secondDigest, secondSignature)));
    }
}
