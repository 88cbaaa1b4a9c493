using System.Collections;

namespace Grpc.Core;

/// <summary>
/// The named values that travel before and after the messages of a call, in order, names repeatable. Not thread safe.
/// </summary>
public sealed partial class Metadata : IReadOnlyList<Metadata.Entry>
{
    /// <summary>Names that end so carry bytes; the wire has them as base64.</summary>
    public const string BinaryHeaderSuffix = "-bin";

    /// <summary>Metadata without entries that refuses additions.</summary>
    public static readonly Metadata Empty = new() { frozen = true };

    private readonly List<Entry> entries = [];
    private bool frozen;

    /// <inheritdoc/>
    public int Count => entries.Count;

    /// <inheritdoc/>
    public Entry this[int index] => entries[index];

    /// <summary>Adds an entry.</summary>
    /// <exception cref="InvalidOperationException">This is <see cref="Empty"/>.</exception>
    public void Add(Entry item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (frozen)
            throw new InvalidOperationException("Metadata.Empty cannot be added to.");
        entries.Add(item);
    }

    /// <summary>Adds a text value (printable ASCII).</summary>
    /// <exception cref="ArgumentException">See <see cref="Entry(string, string)"/>.</exception>
    public void Add(string key, string value) => Add(new Entry(key, value));

    /// <summary>Adds bytes; the name ends in "-bin".</summary>
    /// <exception cref="ArgumentException">See <see cref="Entry(string, byte[])"/>.</exception>
    public void Add(string key, byte[] valueBytes) => Add(new Entry(key, valueBytes));

    /// <summary>The last entry of that name, or null.</summary>
    public Entry? Get(string key)
    {
        for (int i = entries.Count - 1; i >= 0; i--)
        {
            if (string.Equals(entries[i].Key, key, StringComparison.OrdinalIgnoreCase))
                return entries[i];
        }

        return null;
    }

    /// <summary>The last text value of that name, or null.</summary>
    public string? GetValue(string key) => Get(key)?.Value;

    /// <summary>The last bytes of that name, or null.</summary>
    public byte[]? GetValueBytes(string key) => Get(key)?.ValueBytes;

    /// <inheritdoc/>
    public IEnumerator<Entry> GetEnumerator() => entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => entries.GetEnumerator();
}
