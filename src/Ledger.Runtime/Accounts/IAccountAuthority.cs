using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// Judges certificates and signatures for the ledger. Pure: the same bytes and the same ledger time give the same answer, message
/// included, on every node. Thread safe; garbage is refused, never thrown.
/// </summary>
public interface IAccountAuthority
{
    /// <summary>The check of signatures that contracts ask for, the one that the node uses everywhere.</summary>
    IEd25519Verifier Signatures { get; }

    /// <summary>
    /// Parses an X.509 certificate and checks its issuing organisation, signature and validity at the ledger's
    /// time.
    /// </summary>
    AccountAdmission Admit(ReadOnlySpan<byte> certificateDer, ulong ledgerTimeMilliseconds);
}
