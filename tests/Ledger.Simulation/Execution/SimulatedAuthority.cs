using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Simulation;

/// <summary>An authority whose certificates are encoded account records; any member organisation's is good.</summary>
internal sealed class SimulatedAuthority : IAccountAuthority
{
    /// <inheritdoc/>
    public IEd25519Verifier Signatures => FakeVerifier.Instance;

    /// <inheritdoc/>
    public AccountAdmission Admit(ReadOnlySpan<byte> certificateDer, ulong ledgerTimeMilliseconds) =>
        AccountRecord.TryDecode(certificateDer) is { } account
            ? new AccountAdmission(account, "")
            : new AccountAdmission(null, "the certificate is malformed");
}
