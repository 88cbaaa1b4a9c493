using System.Text;

namespace Ledger.Primitives;

/// <summary>That a key of a contract's state had a value, or was absent, after a certified block. Immutable.</summary>
/// <param name="ChainId">The ledger.</param>
/// <param name="At">The block's header.</param>
/// <param name="Contract">The contract.</param>
/// <param name="Key">The contract's own key.</param>
/// <param name="Value">The value; null when the key is absent.</param>
/// <param name="Path">From the state root to the key.</param>
public sealed record ValueProof(
    Digest ChainId, HeaderProof At, string Contract, ReadOnlyMemory<byte> Key, byte[]? Value, StateProof Path)
    : LedgerProof(ChainId, At)
{
    /// <summary>Key of the world state: contract, a zero byte, the contract's own key.</summary>
    public byte[] WholeKey() => [.. Encoding.UTF8.GetBytes(Contract), 0, .. Key.Span];

    private protected override string? FirstContentFlaw(IEd25519Verifier verifier)
    {
        // A zero character would move the border between contract and key.
        if (Contract.Length == 0 || Contract.Contains('\0', StringComparison.Ordinal))
        {
            return "the contract's name is empty or holds a zero character";
        }

        if (Path.Verify(At.Header.StateRoot, WholeKey(), Value))
        {
            return null;
        }

        return Value == null
            ? $"the path does not show that the key was absent after block {At.Header.Height}"
            : $"the path does not show that the key had this value after block {At.Header.Height}";
    }
}
