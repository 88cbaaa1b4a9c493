using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ledger.Primitives;

namespace Ledger.Identity;

/// <summary>
/// One organisation's certificate authority: a self-signed P-256 key that issues certificates to the organisation's own
/// names, remembers them, and lists the revoked ones. Not thread safe; one process at a time works on its directory.
/// </summary>
public sealed partial class CertificateAuthority : IDisposable
{
    /// <summary>Ten years.</summary>
    public static readonly TimeSpan DefaultValidity = TimeSpan.FromDays(3650);

    /// <summary>Certificates begin this long before now, for peers whose clocks are behind.</summary>
    public static readonly TimeSpan ClockSkewAllowance = TimeSpan.FromMinutes(5);

    /// <summary>A revocation list promises a newer one within this time.</summary>
    public static readonly TimeSpan RevocationListValidity = TimeSpan.FromDays(30);

    private readonly ECDsa _key;
    private readonly X509Certificate2 _certificate;
    private readonly IssuedCertificateIndex _index;
    private readonly TimeProvider _time;
    private byte[] _revocationListEncoded;
    private string? _directory;

    private CertificateAuthority(
        ECDsa key,
        X509Certificate2 certificate,
        OrganisationTrust trust,
        IssuedCertificateIndex index,
        byte[]? revocationListEncoded,
        TimeProvider time)
    {
        _key = key;
        _certificate = certificate;
        _index = index;
        _time = time;
        Trust = trust;
        _revocationListEncoded = revocationListEncoded
            ?? BuildList(new CertificateRevocationListBuilder(), BigInteger.One);
        RevocationList = ParseList(_revocationListEncoded);
    }

    /// <summary>The organisation's id.</summary>
    public string Organisation => Trust.Organisation;

    /// <summary>The authority's certificate, as others see and trust it.</summary>
    public OrganisationTrust Trust { get; }

    /// <summary>Everything issued so far, oldest first.</summary>
    public IReadOnlyList<IssuedCertificate> Issued => _index.Entries;

    /// <summary>The current revocation list; empty at first.</summary>
    public RevocationList RevocationList { get; private set; }

    /// <summary>The current revocation list in DER, to be handed to the nodes.</summary>
    public ReadOnlyMemory<byte> RevocationListEncoded => _revocationListEncoded;

    /// <summary>A new authority, in memory until <see cref="Save"/>.</summary>
    /// <param name="organisation">The organisation's id, which becomes CN and O.</param>
    /// <param name="time">The clock for this and all later certificates.</param>
    /// <param name="validity">
    /// Time from now to the end of the authority; <see cref="DefaultValidity"/> when null.
    /// </param>
    /// <exception cref="ArgumentException">The id is not valid (<see cref="IdentityName"/>).</exception>
    public static CertificateAuthority Create(string organisation, TimeProvider time, TimeSpan? validity = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        IdentityName.ThrowIfInvalid(organisation, nameof(organisation));
        var lifetime = validity ?? DefaultValidity;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lifetime, TimeSpan.Zero, nameof(validity));
        var now = time.GetUtcNow();
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificate = CertificateBuilder.BuildAuthority(
            organisation, key, now - ClockSkewAllowance, now + lifetime);
        var encoded = certificate.RawDataMemory.Span;
        return OrganisationTrust.TryCreate(organisation, encoded, out var trust, out var reason)
            ? new CertificateAuthority(key, certificate, trust, new IssuedCertificateIndex(), null, time)
            : throw new InvalidOperationException($"A new authority does not satisfy its own rules: {reason}.");
    }

    /// <summary>
    /// Issues a certificate. It is recorded, durably when the authority has a directory, before it is returned.
    /// </summary>
    /// <returns>False, with the reason, when the request or the terms are not acceptable.</returns>
    /// <exception cref="IOException">The record could not be written.</exception>
    public bool TryIssue(
        CertificateSigningRequest request,
        CertificateTerms terms,
        [NotNullWhen(true)] out IdentityCertificate? certificate,
        [NotNullWhen(false)] out string? reason)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(terms);
        certificate = null;
        var now = _time.GetUtcNow();
        reason = FindFault(request, terms, now);
        if (reason is not null)
        {
            return false;
        }

        var notBefore = now - ClockSkewAllowance > Trust.NotBefore ? now - ClockSkewAllowance : Trust.NotBefore;
        var der = CertificateBuilder.BuildMember(request, terms, _certificate, _key, notBefore, now + terms.Validity);
        if (!IdentityCertificate.TryParse(der, out var issued, out var fault))
        {
            throw new InvalidOperationException($"A new certificate does not satisfy our own rules: {fault}.");
        }

        _index.Append(IssuedCertificate.Of(issued, terms.Profile));
        certificate = issued;
        return true;
    }

    /// <summary>As <see cref="TryIssue"/>, for the operator's own requests.</summary>
    /// <exception cref="IdentityException">The request or the terms are not acceptable.</exception>
    /// <exception cref="IOException">The record could not be written.</exception>
    public IdentityCertificate Issue(CertificateSigningRequest request, CertificateTerms terms) =>
        TryIssue(request, terms, out var certificate, out var reason)
            ? certificate
            : throw new IdentityException($"The certificate for {request.Name} was not issued: {reason}.");

    /// <summary>Wipes the private key from memory.</summary>
    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }

    private string? FindFault(CertificateSigningRequest request, CertificateTerms terms, DateTimeOffset now)
    {
        if (request.Organisation != Organisation)
        {
            return $"the request is for organisation '{request.Organisation}', this is '{Organisation}'";
        }

        if (request.Name == Organisation)
        {
            return "the name is the authority's own";
        }

        var isTls = terms.Profile != CertificateProfile.Signing;
        if (isTls != (request.KeyAlgorithm == KeyAlgorithm.P256))
        {
            return $"a {terms.Profile} certificate is not for a key of kind {request.KeyAlgorithm}";
        }

        if (terms.Profile == CertificateProfile.NodeTls && !IdentityName.IsDnsName(request.Name))
        {
            return $"a node's name must be a DNS name, and '{request.Name}' is not";
        }

        // Compared without adding, so that no validity can leave the calendar.
        if (terms.Validity <= TimeSpan.Zero || terms.Validity > Trust.NotAfter - now)
        {
            return $"the validity must be positive and end before the authority does, at {Trust.NotAfter:u}";
        }

        if (_index.Entries.Count >= IssuedCertificateIndex.CountMax)
        {
            return $"the authority has issued {IssuedCertificateIndex.CountMax} certificates, its limit";
        }

        var latest = _index.FindLatest(request.Name, isTls);
        var hasOtherKey = latest is not null && !terms.AllowsNewKey && now <= latest.NotAfter
            && !RevocationList.Contains(latest.Serial)
            && latest.KeyDigest != Digest.Of(request.Key.Encoded.Span);
        return hasOtherKey ? $"'{request.Name}' has a valid certificate for another key" : null;
    }
}
