namespace Ledger.Identity.Tests;

/// <summary>Short ways to make authorities and certificates.</summary>
internal static class Members
{
    internal static readonly CertificateTerms SigningTerms = new() { Profile = CertificateProfile.Signing };

    internal static readonly CertificateAttributes Attributes = CertificateAttributes.Create(
        new(AttributeNames.Role, "prosumer"),
        new(AttributeNames.AssetType, "pv"),
        new(AttributeNames.MeterId, "m-17"),
        new(AttributeNames.CapacityW, "5000"));

    internal static IdentityCertificate IssueSigning(
        CertificateAuthority authority, string name, TimeSpan? validity = null)
    {
        using var key = Ed25519KeyPair.Generate();
        var request = CertificateSigningRequest.Create(authority.Organisation, name, key);
        return authority.Issue(request, SigningTerms with
        {
            Attributes = Attributes,
            Validity = validity ?? CertificateTerms.DefaultValidity,
        });
    }

    internal static IdentityCertificate IssueTls(
        CertificateAuthority authority, string name, CertificateProfile profile)
    {
        using var key = System.Security.Cryptography.ECDsa.Create(
            System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var request = CertificateSigningRequest.Create(authority.Organisation, name, key);
        return authority.Issue(request, new CertificateTerms { Profile = profile, Attributes = Attributes });
    }

    internal static TrustStore TrustIn(params CertificateAuthority[] authorities)
    {
        var members = authorities.Select(authority => (authority.Organisation, authority.Trust.Encoded));
        Assert.True(TrustStore.TryCreate(members, out var store, out var reason), reason);
        return store;
    }
}
