namespace Ledger.Primitives;

/// <summary>
/// Something that a ledger says, with everything that it takes to check that offline with the genesis file alone
/// (docs/protocol.md, "Proof files"). Immutable.
/// </summary>
/// <param name="ChainId">The ledger: SHA-256 of its genesis file.</param>
/// <param name="At">The certified header that vouches for it.</param>
public abstract record LedgerProof(Digest ChainId, HeaderProof At)
{
    /// <summary>The first thing that does not hold, in one line; null when all does. Pure, no IO; thread safe.</summary>
    /// <param name="verifier">Checks signatures.</param>
    /// <param name="chainId">SHA-256 of the genesis file's bytes.</param>
    /// <param name="genesis">The members that the genesis file names.</param>
    public string? FirstFlaw(IEd25519Verifier verifier, Digest chainId, Membership genesis)
    {
        if (ChainId != chainId)
        {
            return $"it is of chain {ChainId.ToShortString()}, the genesis file of chain {chainId.ToShortString()}";
        }

        return At.FirstFlaw(verifier, chainId, genesis) ?? FirstContentFlaw(verifier);
    }

    /// <summary>What does not hold under the header, which is believed.</summary>
    private protected abstract string? FirstContentFlaw(IEd25519Verifier verifier);
}
