namespace Ledger.Runtime;

/// <summary>
/// Judges certificates for the ledger. Pure: the same bytes and the same ledger time give the same answer, message
/// included, on every node. Thread safe; garbage is refused, never thrown.
/// </summary>
public interface IAccountAuthority
{
    /// <summary>
    /// Parses an X.509 certificate and checks its issuing organisation, signature and validity at the ledger's
    /// time.
    /// </summary>
    AccountAdmission Admit(ReadOnlySpan<byte> certificateDer, ulong ledgerTimeMilliseconds);
}
