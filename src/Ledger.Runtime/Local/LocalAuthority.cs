using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>Issues no certificates: accounts of a local ledger are made at hand. Thread safe.</summary>
internal sealed class LocalAuthority(IEd25519Verifier? verifier) : IAccountAuthority
{
    public IEd25519Verifier Signatures => verifier ??
        throw new RuntimeInvariantException("a contract checks a signature, and the local ledger has no verifier");

    public AccountAdmission Admit(ReadOnlySpan<byte> certificateDer, ulong ledgerTimeMilliseconds) =>
        new(null, "a local ledger knows no certificates");
}
