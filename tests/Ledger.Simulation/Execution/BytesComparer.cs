using System.Runtime.InteropServices;

namespace Ledger.Simulation;

/// <summary>Equality and hash of keys by their bytes; spans can be looked up without a copy.</summary>
internal sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    /// <summary>The only one needed.</summary>
    public static readonly BytesComparer Instance = new();

    /// <inheritdoc/>
    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    /// <inheritdoc/>
    public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

    /// <inheritdoc/>
    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    /// <inheritdoc/>
    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        unchecked
        {
            // FNV-1a over words (Fowler, Noll, Vo): the same in every process, so that nothing can depend on a random
            // one.
            var hash = 2166136261u;
            var words = MemoryMarshal.Cast<byte, uint>(alternate);
            foreach (var word in words)
            {
                hash = (hash ^ word) * 16777619u;
            }

            foreach (var value in alternate[(4 * words.Length)..])
            {
                hash = (hash ^ value) * 16777619u;
            }

            return (int)(hash ^ (hash >> 15));
        }
    }

    /// <inheritdoc/>
    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
}
