using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ledger.Primitives;

namespace Ledger.Identity;

/// <summary>
/// A PKCS#10 request (RFC 2986) whose signature has been checked: whoever made it holds the private key. Other code can
/// make this type in no other way. Immutable and thread safe.
/// </summary>
/// <remarks>
/// A request names the key and the wished-for name only. Attributes, usage and validity are the authority's to grant;
/// extensions that a request asks for are ignored.
/// </remarks>
public sealed class CertificateSigningRequest
{
    /// <summary>Bytes of a request, at most.</summary>
    public const int BytesMax = 8192;

    private const string PemLabel = "CERTIFICATE REQUEST";

    private CertificateSigningRequest(ReadOnlyMemory<byte> encoded, SubjectName subject, SubjectPublicKey key)
    {
        Encoded = encoded;
        Subject = subject;
        Key = key;
    }

    /// <summary>The wished-for name (CN).</summary>
    public string Name => Subject.CommonName;

    /// <summary>The organisation asked (O).</summary>
    public string Organisation => Subject.Organisation;

    /// <summary>The kind of key.</summary>
    public KeyAlgorithm KeyAlgorithm => Key.Algorithm;

    /// <summary>The request in DER.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    internal SubjectName Subject { get; }

    internal SubjectPublicKey Key { get; }

    /// <summary>A request for a signing certificate.</summary>
    /// <exception cref="ArgumentException">A name is not valid (<see cref="IdentityName"/>).</exception>
    public static CertificateSigningRequest Create(string organisation, string name, IEd25519Signer signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        var key = SubjectPublicKey.EncodeEd25519(signer.PublicKey.Span);
        return Create(organisation, name, key, new Ed25519SignatureGenerator(signer));
    }

    /// <summary>A request for a TLS certificate.</summary>
    /// <param name="organisation">The organisation asked.</param>
    /// <param name="name">The wished-for name.</param>
    /// <param name="key">A P-256 key with its private half.</param>
    /// <exception cref="ArgumentException">A name is not valid, or the key is on another curve.</exception>
    public static CertificateSigningRequest Create(string organisation, string name, ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Create(organisation, name, new PublicKey(key), X509SignatureGenerator.CreateForECDsa(key));
    }

    /// <summary>
    /// Parses a DER request and checks its signature. Copies the bytes. Never throws, whatever they are.
    /// </summary>
    public static bool TryParse(
        ReadOnlySpan<byte> der,
        [NotNullWhen(true)] out CertificateSigningRequest? request,
        [NotNullWhen(false)] out string? reason)
    {
        request = null;
        if (der.Length > BytesMax)
        {
            reason = $"a certificate request has at most {BytesMax} bytes";
            return false;
        }

        try
        {
            var copy = der.ToArray();
            var frame = SignedStructure.Decode(copy);
            var (subject, key) = DecodeInformation(frame.SignedBytes);
            if (!IsSignedByItsKey(copy, frame, key))
            {
                reason = "the request's signature is not its key's";
                return false;
            }

            request = new CertificateSigningRequest(copy, subject, key);
            reason = null;
            return true;
        }
        catch (AsnContentException exception)
        {
            reason = exception.Message;
            return false;
        }
    }

    /// <summary>As <see cref="TryParse"/>, for the PEM form.</summary>
    public static bool TryParsePem(
        ReadOnlySpan<char> pem,
        [NotNullWhen(true)] out CertificateSigningRequest? request,
        [NotNullWhen(false)] out string? reason)
    {
        request = null;
        if (!Pem.TryDecode(pem, PemLabel, out var der))
        {
            reason = $"there is no PEM block with a {PemLabel}";
            return false;
        }

        return TryParse(der, out request, out reason);
    }

    /// <summary>The PEM form, with a final line feed.</summary>
    public string ToPem() => Pem.Encode(PemLabel, Encoded.Span);

    private static CertificateSigningRequest Create(
        string organisation, string name, PublicKey key, X509SignatureGenerator generator)
    {
        IdentityName.ThrowIfInvalid(organisation, nameof(organisation));
        IdentityName.ThrowIfInvalid(name, nameof(name));
        var subject = new SubjectName(organisation, name).Encode();
        var der = new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSigningRequest(generator);
        return TryParse(der, out var request, out var reason)
            ? request
            : throw new ArgumentException($"The key cannot be used: {reason}.", nameof(key));
    }

    // CertificationRequestInfo: version 0, subject, key, [0] attributes.
    private static (SubjectName Subject, SubjectPublicKey Key) DecodeInformation(ReadOnlyMemory<byte> encoded)
    {
        var outer = new AsnReader(encoded, AsnEncodingRules.DER);
        var fields = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        if (!fields.TryReadInt32(out var version) || version != 0)
        {
            throw new AsnContentException("the request is not of version 1");
        }

        var subject = SubjectName.Decode(fields.ReadEncodedValue());
        var key = SubjectPublicKey.Decode(fields.ReadEncodedValue());
        fields.ReadEncodedValue();
        fields.ThrowIfNotEmpty();
        return (subject, key);
    }

    private static bool IsSignedByItsKey(byte[] encoded, in SignedStructure frame, SubjectPublicKey key)
    {
        if (key.Algorithm == KeyAlgorithm.Ed25519)
        {
            return frame.AlgorithmBytes.Span.SequenceEqual(SignedStructure.Ed25519Algorithm)
                && Ed25519.Instance.Verify(key.Bytes.Span, frame.SignedBytes.Span, frame.Signature.Span);
        }

        if (!frame.AlgorithmBytes.Span.SequenceEqual(SignedStructure.EcdsaWithSha256))
        {
            return false;
        }

        try
        {
            // Loading checks the signature. A throw is .NET's only way to say no; requests are rare and small.
            CertificateRequest.LoadSigningRequest(encoded, HashAlgorithmName.SHA256);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
