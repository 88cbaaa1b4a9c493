using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// Signatures of distinct replicas on one payload, by ascending replica: count, then replica u16 and signature 64 each.
/// </summary>
internal static class SignatureList
{
    public static void Encode(CanonicalWriter writer, IReadOnlyList<ReplicaSignature> signatures)
    {
        writer.Count(signatures.Count);
        foreach (var signature in signatures)
        {
            writer.U16(signature.Replica.Value).Raw(signature.Signature.Span);
        }
    }

    public static ReplicaSignature[] Decode(ref CanonicalReader reader)
    {
        var signatures = new ReplicaSignature[reader.Count(66, Membership.ValidatorsMax)];
        for (var i = 0; i < signatures.Length; i++)
        {
            signatures[i] = new ReplicaSignature(new ReplicaId(reader.U16()), reader.Raw(64).ToArray());
        }

        return signatures;
    }

    /// <summary>Whether all are of distinct members of the epoch, in order, and valid under its id.</summary>
    public static bool Verify(
        IReadOnlyList<ReplicaSignature> signatures,
        SigningDomain domain,
        ReadOnlySpan<byte> payload,
        IEd25519Verifier verifier,
        Epoch epoch)
    {
        var previous = -1;
        foreach (var signature in signatures)
        {
            if (signature.Replica.Value <= previous || !epoch.Membership.Contains(signature.Replica) ||
                !domain.Verify(
                    verifier,
                    epoch.Id,
                    payload,
                    epoch.Membership.KeyOf(signature.Replica),
                    signature.Signature.Span))
            {
                return false;
            }

            previous = signature.Replica.Value;
        }

        return true;
    }
}
