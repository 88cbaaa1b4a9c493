using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;

namespace Ledger.Identity;

/// <summary>
/// The member organisations' authorities, and the judgement of members' certificates by them. The organisations never
/// change; a changed membership is a new store. Thread safe.
/// </summary>
/// <remarks>
/// The platform's chain builder has no part in it: its answer depends on the machine's trust settings, clock and
/// version, and replicas must agree. The rule is short because chains are: a member's certificate is signed by its
/// organisation's authority, whose certificate is in the genesis file or was voted in.
/// </remarks>
public sealed class TrustStore
{
    /// <summary>Organisations in a store, at most.</summary>
    public const int OrganisationsMax = 1024;

    private readonly FrozenDictionary<string, OrganisationTrust> _organisations;
    private volatile RevocationSet _revocations = RevocationSet.Empty;

    private TrustStore(FrozenDictionary<string, OrganisationTrust> organisations)
    {
        _organisations = organisations;
    }

    /// <summary>
    /// What <see cref="ValidateTlsPeer"/> refuses. Replace it at run time with a newer set; the next handshake sees it.
    /// </summary>
    public RevocationSet Revocations
    {
        get => _revocations;
        set => _revocations = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>The organisations, in no particular order.</summary>
    public IReadOnlyCollection<OrganisationTrust> Organisations => _organisations.Values;

    /// <summary>Builds a store from organisation ids and their authorities' certificates in DER.</summary>
    /// <returns>False, with the reason, when a certificate is not its organisation's or an id is repeated.</returns>
    public static bool TryCreate(
        IEnumerable<(string Organisation, ReadOnlyMemory<byte> AuthorityCertificate)> members,
        [NotNullWhen(true)] out TrustStore? store,
        [NotNullWhen(false)] out string? reason)
    {
        ArgumentNullException.ThrowIfNull(members);
        store = null;
        var organisations = new Dictionary<string, OrganisationTrust>(StringComparer.Ordinal);
        foreach (var (organisation, certificate) in members)
        {
            if (organisations.Count == OrganisationsMax)
            {
                reason = $"more than {OrganisationsMax} organisations";
                return false;
            }

            if (!OrganisationTrust.TryCreate(organisation, certificate.Span, out var trust, out var fault))
            {
                reason = $"organisation '{organisation}': {fault}";
                return false;
            }

            if (!organisations.TryAdd(organisation, trust))
            {
                reason = $"organisation '{organisation}' is listed twice";
                return false;
            }
        }

        store = new TrustStore(organisations.ToFrozenDictionary(StringComparer.Ordinal));
        reason = null;
        return true;
    }

    /// <summary>The organisation with this id.</summary>
    public bool TryGetOrganisation(string organisation, [NotNullWhen(true)] out OrganisationTrust? trust) =>
        _organisations.TryGetValue(organisation, out trust);

    /// <summary>
    /// Whether the certificate binds an Ed25519 signing key to its account at the given moment. A pure function of the
    /// certificate, the moment and the organisations: the same on every replica. Use ledger time, not the local clock,
    /// wherever the answer reaches the ledger. Costs one P-256 check; remember the answer by fingerprint.
    /// </summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="at">The moment; both ends of the validity count as valid.</param>
    /// <param name="reason">Why not, when the answer is false.</param>
    public bool Validate(
        IdentityCertificate certificate, DateTimeOffset at, [NotNullWhen(false)] out string? reason) =>
        Validate(certificate, at, RevocationSet.Empty, out reason);

    /// <summary>As the other overload, and refuses what <paramref name="revocations"/> lists: pure in it too.</summary>
    public bool Validate(
        IdentityCertificate certificate,
        DateTimeOffset at,
        RevocationSet revocations,
        [NotNullWhen(false)] out string? reason)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(revocations);
        if (certificate.KeyAlgorithm != KeyAlgorithm.Ed25519)
        {
            reason = $"{certificate} is not a signing certificate: its key is not Ed25519";
            return false;
        }

        return ValidateCore(certificate, at, revocations, out reason);
    }

    /// <summary>
    /// Whether a peer that has shown this certificate in a TLS handshake is a member. Same rules as for signing, with a
    /// P-256 key, the right extended key usage, and <see cref="Revocations"/>.
    /// </summary>
    /// <param name="peer">The peer's certificate; null when it showed none.</param>
    /// <param name="role">Which end the peer is.</param>
    /// <param name="at">The local time of the handshake.</param>
    /// <param name="identity">Who the peer is (organisation, name, account), when the answer is true.</param>
    /// <param name="reason">Why it is refused, when the answer is false.</param>
    public bool ValidateTlsPeer(
        X509Certificate2? peer,
        TlsPeerRole role,
        DateTimeOffset at,
        [NotNullWhen(true)] out IdentityCertificate? identity,
        [NotNullWhen(false)] out string? reason)
    {
        identity = null;
        if (peer is null)
        {
            reason = "the peer showed no certificate";
            return false;
        }

        if (!IdentityCertificate.TryParse(peer.RawDataMemory.Span, out var candidate, out reason))
        {
            return false;
        }

        var extensions = candidate.Fields.Extensions;
        var allowed = role == TlsPeerRole.Server ? extensions.AllowsServer : extensions.AllowsClient;
        if (candidate.KeyAlgorithm != KeyAlgorithm.P256 || !allowed)
        {
            reason = $"{candidate} is not a certificate for a TLS {(role == TlsPeerRole.Server ? "server" : "client")}";
            return false;
        }

        if (!ValidateCore(candidate, at, _revocations, out reason))
        {
            return false;
        }

        identity = candidate;
        return true;
    }

    private bool ValidateCore(
        IdentityCertificate certificate,
        DateTimeOffset at,
        RevocationSet revocations,
        [NotNullWhen(false)] out string? reason)
    {
        reason = FindFault(certificate, at, revocations);
        return reason is null;
    }

    // The signature is the dear part, so it comes last.
    private string? FindFault(IdentityCertificate certificate, DateTimeOffset at, RevocationSet revocations)
    {
        if (!_organisations.TryGetValue(certificate.Organisation, out var trust))
        {
            return $"{certificate}: '{certificate.Organisation}' is not a member organisation";
        }

        if (!certificate.Fields.IssuerBytes.Span.SequenceEqual(trust.NameBytes.Span))
        {
            return $"{certificate} was not issued by the authority of '{certificate.Organisation}'";
        }

        if (at < certificate.NotBefore)
        {
            return $"{certificate} is not valid before {certificate.NotBefore:u}";
        }

        if (at > certificate.NotAfter)
        {
            return $"{certificate} expired at {certificate.NotAfter:u}";
        }

        if (!trust.IsValidAt(at))
        {
            return $"the authority of '{certificate.Organisation}' is not valid at {at:u}";
        }

        if (revocations.IsRevoked(certificate.Organisation, certificate.Serial))
        {
            return $"{certificate} is revoked";
        }

        return trust.Key.Verify(certificate.Fields.Frame)
            ? null
            : $"{certificate} does not carry the signature of its organisation's authority";
    }
}
