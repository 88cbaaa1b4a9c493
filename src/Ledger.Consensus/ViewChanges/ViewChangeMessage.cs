using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// VIEW-CHANGE (§4.4). Body: new view u64, stable checkpoint (h and C), count, prepared certificates (P) by ascending
/// height. Keeps the signed bytes, which a NEW-VIEW carries on.
/// </summary>
internal sealed record ViewChangeMessage(
    ReplicaId Sender,
    ViewNumber NewView,
    StableCheckpoint Stable,
    IReadOnlyList<PreparedCertificate> Prepared,
    ReadOnlyMemory<byte> Body,
    ReadOnlyMemory<byte> Signature) : ConsensusMessage(Sender)
{
    public static byte[] EncodeBody(
        ViewNumber newView, StableCheckpoint stable, IReadOnlyList<PreparedCertificate> prepared)
    {
        var writer = stable.Encode(new CanonicalWriter(4096).U64(newView.Value)).Count(prepared.Count);
        foreach (var certificate in prepared)
        {
            certificate.Encode(writer);
        }

        return writer.ToArray();
    }

    /// <summary>
    /// Reads and checks the form: heights rise from above the checkpoint, views are below the new one.
    /// </summary>
    public static ViewChangeMessage? TryDecode(
        ReplicaId sender, ReadOnlyMemory<byte> body, ReadOnlyMemory<byte> signature)
    {
        var reader = new CanonicalReader(body.Span);
        var newView = new ViewNumber(reader.U64());
        var stable = StableCheckpoint.Decode(ref reader);
        var prepared = new PreparedCertificate[
            reader.Count(PreparedCertificate.SizeMin, ConsensusParameters.WindowSizeMax)];
        var previous = stable.Height;
        for (var i = 0; i < prepared.Length; i++)
        {
            prepared[i] = PreparedCertificate.Decode(ref reader);
            if (reader.Failed || prepared[i].Height <= previous || prepared[i].View >= newView ||
                prepared[i].Height.Value - stable.Height.Value > ConsensusParameters.WindowSizeMax)
            {
                return null;
            }

            previous = prepared[i].Height;
        }

        return reader.IsComplete && newView.Value > 0
            ? new ViewChangeMessage(sender, newView, stable, prepared, body, signature)
            : null;
    }

    /// <summary>Whether C and every member of P are proven. The outer signature is checked apart.</summary>
    public bool VerifyCertificates(IEd25519Verifier verifier, Epoch epoch)
    {
        if (!Stable.Verify(verifier, epoch))
        {
            return false;
        }

        foreach (var certificate in Prepared)
        {
            if (!certificate.Verify(verifier, epoch))
            {
                return false;
            }
        }

        return true;
    }
}
