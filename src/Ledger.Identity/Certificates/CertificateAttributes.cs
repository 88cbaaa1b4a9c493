using System.Buffers;
using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;

namespace Ledger.Identity;

/// <summary>
/// The attributes that an organisation's authority vouches for: name and value pairs in ordinal order of the names,
/// each name once. Immutable.
/// </summary>
/// <remarks>
/// In a certificate they are a non-critical extension with the DER value
/// <c>SEQUENCE OF SEQUENCE { name UTF8String, value UTF8String }</c>. One set of attributes has one encoding.
/// Values are printable ASCII: what counts as printable elsewhere in Unicode depends on the version of the tables, and
/// replicas may run on different ones.
/// </remarks>
public sealed class CertificateAttributes : IReadOnlyCollection<KeyValuePair<string, string>>,
    IEquatable<CertificateAttributes>
{
    /// <summary>Attributes in a certificate, at most.</summary>
    public const int CountMax = 32;

    /// <summary>Characters of a name, at most.</summary>
    public const int NameLengthMax = 32;

    /// <summary>Bytes of a value, at most; at least one.</summary>
    public const int ValueBytesMax = 64;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    private readonly KeyValuePair<string, string>[] _sorted;

    private CertificateAttributes(KeyValuePair<string, string>[] sorted)
    {
        _sorted = sorted;
    }

    /// <summary>No attributes.</summary>
    public static CertificateAttributes Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _sorted.Length;

    /// <summary>Sorts and checks the pairs.</summary>
    /// <returns>False, with the reason, when one of them breaks a rule above.</returns>
    public static bool TryCreate(
        IEnumerable<KeyValuePair<string, string>> pairs,
        [NotNullWhen(true)] out CertificateAttributes? attributes,
        [NotNullWhen(false)] out string? reason)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var sorted = pairs.ToArray();
        Array.Sort(sorted, static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        reason = FindFault(sorted);
        attributes = reason is null ? new CertificateAttributes(sorted) : null;
        return reason is null;
    }

    /// <summary>As <see cref="TryCreate"/>, for pairs written in code.</summary>
    /// <exception cref="ArgumentException">One of the pairs breaks a rule.</exception>
    public static CertificateAttributes Create(params IEnumerable<KeyValuePair<string, string>> pairs) =>
        TryCreate(pairs, out var attributes, out var reason)
            ? attributes
            : throw new ArgumentException(reason, nameof(pairs));

    /// <summary>The value of the attribute with this name, compared by its characters.</summary>
    public bool TryGetValue(string name, [NotNullWhen(true)] out string? value)
    {
        // At most 32 entries: a walk is as fast as a search.
        foreach (var pair in _sorted)
        {
            if (string.Equals(pair.Key, name, StringComparison.Ordinal))
            {
                value = pair.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, string>>)_sorted).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The same names with the same values.</summary>
    public bool Equals(CertificateAttributes? other) =>
        other is not null && _sorted.AsSpan().SequenceEqual(other._sorted);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CertificateAttributes);

    /// <inheritdoc/>
    public override int GetHashCode() => _sorted.Length;

    /// <summary>The pairs as <c>name=value</c>, for messages.</summary>
    public override string ToString() => string.Join(", ", _sorted.Select(static pair => $"{pair.Key}={pair.Value}"));

    /// <summary>The DER value of the extension.</summary>
    internal byte[] Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var pair in _sorted)
            {
                using (writer.PushSequence())
                {
                    writer.WriteCharacterString(UniversalTagNumber.UTF8String, pair.Key);
                    writer.WriteCharacterString(UniversalTagNumber.UTF8String, pair.Value);
                }
            }
        }

        return writer.Encode();
    }

    /// <summary>Reads the DER value of the extension; order and content must be exactly what Encode writes.</summary>
    /// <exception cref="AsnContentException">The bytes are not such an encoding.</exception>
    internal static CertificateAttributes Decode(ReadOnlyMemory<byte> encoded)
    {
        var outer = new AsnReader(encoded, AsnEncodingRules.DER);
        var entries = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var pairs = new List<KeyValuePair<string, string>>();
        while (entries.HasData)
        {
            if (pairs.Count == CountMax)
            {
                throw new AsnContentException($"more than {CountMax} attributes");
            }

            var entry = entries.ReadSequence();
            pairs.Add(new(
                entry.ReadCharacterString(UniversalTagNumber.UTF8String),
                entry.ReadCharacterString(UniversalTagNumber.UTF8String)));
            entry.ThrowIfNotEmpty();
        }

        var sorted = pairs.ToArray();
        return FindFault(sorted) is { } fault
            ? throw new AsnContentException(fault)
            : new CertificateAttributes(sorted);
    }

    private static string? FindFault(ReadOnlySpan<KeyValuePair<string, string>> pairs)
    {
        if (pairs.Length > CountMax)
        {
            return $"more than {CountMax} attributes";
        }

        string? previous = null;
        foreach (var (name, value) in pairs)
        {
            if (!IsName(name))
            {
                return $"an attribute name is not lower camel case of at most {NameLengthMax} characters";
            }

            if (!IsValue(value))
            {
                return $"the value of attribute {name} is not 1 to {ValueBytesMax} printable ASCII characters";
            }

            if (previous is not null && string.CompareOrdinal(previous, name) >= 0)
            {
                return $"attribute {name} is repeated or out of order";
            }

            previous = name;
        }

        return null;
    }

    private static bool IsName(string? name)
    {
        if (string.IsNullOrEmpty(name) || name.Length > NameLengthMax || !char.IsAsciiLetterLower(name[0]))
        {
            return false;
        }

        return !name.AsSpan().ContainsAnyExcept(NameCharacters);
    }

    private static bool IsValue(string? value) =>
        !string.IsNullOrEmpty(value) && value.Length <= ValueBytesMax
            && !value.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
