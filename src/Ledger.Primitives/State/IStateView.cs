namespace Ledger.Primitives;

/// <summary>
/// The world state at one moment: an ordered map from keys to values. A key is <c>contract name | 0x00 | the contract's key</c>, compared
/// byte by byte. Implementations say whether they are thread safe.
/// </summary>
public interface IStateView
{
    /// <summary>Longest whole key, in bytes.</summary>
    const int KeySizeMax = 320;

    /// <summary>Longest value, in bytes.</summary>
    const int ValueSizeMax = 2 * 1024 * 1024;

    /// <summary>The value, or null. The array is shared: nobody changes it.</summary>
    byte[]? Get(ReadOnlySpan<byte> key);

    /// <summary>Entries whose key begins with the prefix, ascending; lazily read. Keys and values are shared arrays.</summary>
    IEnumerable<KeyValuePair<byte[], byte[]>> Scan(ReadOnlyMemory<byte> prefix);
}
