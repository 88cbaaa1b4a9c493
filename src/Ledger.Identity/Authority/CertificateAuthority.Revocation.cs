using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Ledger.Identity;

/// <content>Revocation: every change makes a new list with the next number.</content>
public sealed partial class CertificateAuthority
{
    /// <summary>Revokes one certificate and makes a new list. Revoking again changes nothing.</summary>
    /// <exception cref="IdentityException">
    /// The authority has not issued a certificate with this serial number.
    /// </exception>
    /// <exception cref="IOException">The list could not be written.</exception>
    public void Revoke(string serial, X509RevocationReason why = X509RevocationReason.Unspecified)
    {
        if (!_index.Entries.Any(entry => entry.Serial == serial))
        {
            throw new IdentityException($"The authority of '{Organisation}' has issued no certificate {serial}.");
        }

        Revoke([serial], why);
    }

    /// <summary>
    /// Revokes every certificate of the name except the serials given: its old keys are worthless from now on.
    /// </summary>
    /// <exception cref="IOException">The list could not be written.</exception>
    public void RevokeOthers(string name, IReadOnlyCollection<string> keptSerials, X509RevocationReason why)
    {
        ArgumentNullException.ThrowIfNull(keptSerials);
        var now = _time.GetUtcNow();
        Revoke(
            from entry in _index.Entries
            where entry.Name == name && entry.NotAfter >= now && !keptSerials.Contains(entry.Serial)
            select entry.Serial,
            why);
    }

    /// <summary>Makes a new list with the same entries, before the current one's next-update time passes.</summary>
    /// <exception cref="IOException">The list could not be written.</exception>
    public void RenewRevocationList() => Replace(LoadBuilder(out var number), number + 1);

    private void Revoke(IEnumerable<string> serials, X509RevocationReason why)
    {
        var builder = LoadBuilder(out var number);
        var fresh = serials.Where(serial => !RevocationList.Contains(serial)).ToList();
        if (fresh.Count == 0)
        {
            return;
        }

        foreach (var serial in fresh)
        {
            builder.AddEntry(Convert.FromHexString(serial), _time.GetUtcNow(), why);
        }

        Replace(builder, number + 1);
    }

    private CertificateRevocationListBuilder LoadBuilder(out BigInteger number) =>
        CertificateRevocationListBuilder.Load(_revocationListEncoded, out number);

    private void Replace(CertificateRevocationListBuilder builder, BigInteger number)
    {
        var encoded = BuildList(builder, number);
        var list = ParseList(encoded);
        if (_directory is not null)
        {
            SaveList(_directory, encoded);
        }

        _revocationListEncoded = encoded;
        RevocationList = list;
    }

    private byte[] BuildList(CertificateRevocationListBuilder builder, BigInteger number)
    {
        var now = _time.GetUtcNow();
        return builder.Build(
            _certificate, number, now + RevocationListValidity, HashAlgorithmName.SHA256, thisUpdate: now);
    }

    private RevocationList ParseList(byte[] encoded) =>
        RevocationList.TryParse(encoded, Trust, out var list, out var reason)
            ? list
            : throw new IdentityException($"The revocation list of '{Organisation}' cannot be used: {reason}.");

    private static void SaveList(string directory, byte[] encoded) => AtomicFile.WritePublic(
        Path.Combine(directory, RevocationListFile), Encoding.ASCII.GetBytes(Pem.Encode(Pem.RevocationList, encoded)));
}
