using Ledger.Primitives;

namespace Ledger.Runtime.Tests;

/// <summary>
/// An authority whose certificates are encoded account records, refused outside their validity or from
/// strangers.
/// </summary>
internal sealed class FakeAuthority : IAccountAuthority, IEd25519Verifier
{
    public int Asked { get; private set; }

    public IEd25519Verifier Signatures => this;

    /// <summary>What <see cref="FakeSigner"/> signs is good.</summary>
    public bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        publicKey.Length == 32 && signature.Length == 64 && signature.IndexOfAnyExcept((byte)1) < 0;

    public AccountAdmission Admit(ReadOnlySpan<byte> certificateDer, ulong ledgerTimeMilliseconds)
    {
        Asked++;
        if (AccountRecord.TryDecode(certificateDer) is not { } account)
        {
            return new AccountAdmission(null, "the certificate is malformed");
        }

        if (!account.Organisation.StartsWith("cell", StringComparison.Ordinal))
        {
            return new AccountAdmission(null, $"{account.Organisation} is not a member organisation");
        }

        return ledgerTimeMilliseconds < account.NotBeforeMilliseconds ||
        ledgerTimeMilliseconds > account.NotAfterMilliseconds
            ? new AccountAdmission(null, "the certificate is outside its validity")
            : new AccountAdmission(account, "");
    }
}
