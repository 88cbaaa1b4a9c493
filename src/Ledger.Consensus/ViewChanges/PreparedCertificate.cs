using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// A member of P (§4.4): the primary's pre-prepare and matching prepares of a quorum less one distinct backups.
/// Encoded: view u64, height u64, batch digest 32, primary's signature 64, prepares.
/// </summary>
internal sealed record PreparedCertificate(
    ViewNumber View,
    SequenceNumber Height,
    Digest Digest,
    ReadOnlyMemory<byte> PrimarySignature,
    IReadOnlyList<ReplicaSignature> Prepares)
{
    /// <summary>Bytes of the smallest encoding.</summary>
    public const int SizeMin = 8 + 8 + 32 + 64 + 4;

    public void Encode(CanonicalWriter writer)
    {
        writer.U64(View.Value).U64(Height.Value).Digest(Digest).Raw(PrimarySignature.Span);
        SignatureList.Encode(writer, Prepares);
    }

    public static PreparedCertificate Decode(ref CanonicalReader reader)
    {
        var view = new ViewNumber(reader.U64());
        var height = new SequenceNumber(reader.U64());
        var digest = reader.Digest();
        var signature = reader.Raw(64).ToArray();
        return new PreparedCertificate(view, height, digest, signature, SignatureList.Decode(ref reader));
    }

    public bool Verify(IEd25519Verifier verifier, Epoch epoch)
    {
        var membership = epoch.Membership;
        var primary = membership.Primary(View);
        if (Prepares.Count < membership.Quorum - 1)
        {
            return false;
        }

        foreach (var prepare in Prepares)
        {
            if (prepare.Replica == primary)
            {
                return false;
            }
        }

        var body = OrderingVote.Encode(View, Height, Digest);
        return SigningDomain.PrePrepare.Verify(
                verifier, epoch.Id, body, membership.KeyOf(primary), PrimarySignature.Span) &&
            SignatureList.Verify(Prepares, SigningDomain.Prepare, body, verifier, epoch);
    }
}
