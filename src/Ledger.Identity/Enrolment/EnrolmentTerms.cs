namespace Ledger.Identity;

/// <summary>What an organisation grants to a device or node that enrols.</summary>
public sealed record EnrolmentTerms
{
    /// <summary>Whether it is a node, whose TLS certificate serves too, or a device, which only calls.</summary>
    public bool IsNode { get; init; }

    /// <summary>The account attributes, the same in both certificates.</summary>
    public CertificateAttributes Attributes { get; init; } = CertificateAttributes.Empty;

    /// <summary>Time from now to the end of both certificates.</summary>
    public TimeSpan Validity { get; init; } = CertificateTerms.DefaultValidity;

    internal CertificateTerms For(bool isTls, bool allowsNewKey) => new()
    {
        Profile = !isTls ? CertificateProfile.Signing
            : IsNode ? CertificateProfile.NodeTls
            : CertificateProfile.DeviceTls,
        Attributes = Attributes,
        Validity = Validity,
        AllowsNewKey = allowsNewKey,
    };
}
