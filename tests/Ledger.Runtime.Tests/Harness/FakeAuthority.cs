namespace Ledger.Runtime.Tests;

/// <summary>
/// An authority whose certificates are encoded account records, refused outside their validity or from
/// strangers.
/// </summary>
internal sealed class FakeAuthority : IAccountAuthority
{
    public int Asked { get; private set; }

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
