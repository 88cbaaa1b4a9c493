using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// What a replica's own commit rests on and says: the prepared certificate, the header hash and the signature over it
/// in the certificate's view. Written before the commit is sent, so every height with an own commit has its certificate
/// in P after a restart.
/// </summary>
internal sealed record CommitRecord(PreparedCertificate Certificate, Digest HeaderHash, ReadOnlyMemory<byte> Signature)
{
    public byte[] Encode()
    {
        var writer = new CanonicalWriter(512);
        Certificate.Encode(writer);
        return writer.Digest(HeaderHash).Bytes(Signature.Span).ToArray();
    }

    public static CommitRecord? TryDecode(ReadOnlySpan<byte> bytes)
    {
        var reader = new CanonicalReader(bytes);
        var record = new CommitRecord(
            PreparedCertificate.Decode(ref reader), reader.Digest(), reader.Bytes(64).ToArray());
        return reader.IsComplete ? record : null;
    }
}
