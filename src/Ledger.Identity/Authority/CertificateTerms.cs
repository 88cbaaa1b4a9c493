namespace Ledger.Identity;

/// <summary>What the authority grants when it issues a certificate.</summary>
public sealed record CertificateTerms
{
    /// <summary>One year.</summary>
    public static readonly TimeSpan DefaultValidity = TimeSpan.FromDays(365);

    /// <summary>What the certificate is for.</summary>
    public required CertificateProfile Profile { get; init; }

    /// <summary>The account attributes to vouch for; none by default.</summary>
    public CertificateAttributes Attributes { get; init; } = CertificateAttributes.Empty;

    /// <summary>Time from now to the end of validity; positive, and not past the authority's own end.</summary>
    public TimeSpan Validity { get; init; } = DefaultValidity;

    /// <summary>
    /// Whether the name may get another key while it has a valid certificate: key rotation. False by default, because a
    /// request with another key is otherwise somebody else asking for the same account.
    /// </summary>
    public bool AllowsNewKey { get; init; }
}
