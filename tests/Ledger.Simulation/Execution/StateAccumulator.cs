using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// The simulator's state root: the exclusive or of a hash of each entry. A function of the set of entries only, like
/// the sparse Merkle tree of the production store, which it stands in for since no proof is asked of it; an update
/// costs one hash for each value that goes or comes.
/// </summary>
internal static class StateAccumulator
{
    /// <summary>The root with one value in the place of another.</summary>
    /// <param name="root">The root before.</param>
    /// <param name="key">The whole key.</param>
    /// <param name="before">The value before; null when there was none.</param>
    /// <param name="after">The value after; null when there is none.</param>
    public static Digest Replace(Digest root, byte[] key, byte[]? before, byte[]? after)
    {
        root = before == null ? root : Mix(root, key, before);
        return after == null ? root : Mix(root, key, after);
    }

    private static Digest Mix(Digest root, byte[] key, byte[] value)
    {
        const int OneHashMax = 480;
        Span<byte> hash = stackalloc byte[Digest.Size];
        if (key.Length + value.Length <= OneHashMax)
        {
            Span<byte> input = stackalloc byte[4 + OneHashMax];
            MemoryMarshal.Write(input, key.Length);
            key.CopyTo(input[4..]);
            value.CopyTo(input[(4 + key.Length)..]);
            SHA256.HashData(input[..(4 + key.Length + value.Length)], hash);
        }
        else
        {
            Span<byte> input = stackalloc byte[2 * Digest.Size];
            SHA256.HashData(key, input);
            SHA256.HashData(value, input[Digest.Size..]);
            SHA256.HashData(input, hash);
        }

        Span<byte> mixed = stackalloc byte[Digest.Size];
        root.CopyTo(mixed);
        for (var i = 0; i < mixed.Length; i++)
        {
            mixed[i] ^= hash[i];
        }

        return new Digest(mixed);
    }
}
