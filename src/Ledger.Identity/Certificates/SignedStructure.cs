using System.Formats.Asn1;

namespace Ledger.Identity;

/// <summary>
/// The frame that certificates, revocation lists and certificate requests share:
/// <c>SEQUENCE { signed part, AlgorithmIdentifier, BIT STRING signature }</c> (RFC 5280 §4.1, §5.1; RFC 2986 §4.2).
/// </summary>
/// <param name="SignedBytes">The exact bytes under the signature.</param>
/// <param name="AlgorithmBytes">The exact bytes of the algorithm identifier.</param>
/// <param name="Signature">The signature, in its algorithm's own encoding.</param>
internal readonly record struct SignedStructure(
    ReadOnlyMemory<byte> SignedBytes, ReadOnlyMemory<byte> AlgorithmBytes, ReadOnlyMemory<byte> Signature)
{
    /// <summary>The one algorithm identifier of everything that an authority signs.</summary>
    internal static readonly byte[] EcdsaWithSha256 = EncodeAlgorithm(Oids.EcdsaWithSha256);

    /// <summary>The algorithm identifier of Ed25519, for certificate requests.</summary>
    internal static readonly byte[] Ed25519Algorithm = EncodeAlgorithm(Oids.Ed25519);

    /// <exception cref="AsnContentException">The bytes are not such a frame, or something follows it.</exception>
    internal static SignedStructure Decode(ReadOnlyMemory<byte> encoded)
    {
        var outer = new AsnReader(encoded, AsnEncodingRules.DER);
        var frame = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var signedBytes = frame.ReadEncodedValue();
        var algorithm = frame.ReadEncodedValue();
        var signature = frame.ReadBitString(out var unusedBits);
        frame.ThrowIfNotEmpty();
        return unusedBits == 0
            ? new SignedStructure(signedBytes, algorithm, signature)
            : throw new AsnContentException("the signature is not a whole number of bytes");
    }

    private static byte[] EncodeAlgorithm(string oid)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
        }

        return writer.Encode();
    }
}
