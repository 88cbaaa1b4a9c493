using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Ledger.Primitives;

/// <summary>A SHA-256 digest: 32 bytes, compared byte by byte. Immutable value; the default is all zeros.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct Digest : IEquatable<Digest>, IComparable<Digest>
{
    /// <summary>Bytes in a digest.</summary>
    public const int Size = 32;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    /// <summary>Copies 32 bytes.</summary>
    /// <exception cref="ArgumentException">The span is not 32 bytes long.</exception>
    public Digest(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException($"A digest has {Size} bytes, not {bytes.Length}.", nameof(bytes));
        }

        this = MemoryMarshal.Read<Digest>(bytes);
    }

    /// <summary>32 zero bytes: the root of an empty tree, the parent of the first block.</summary>
    public static Digest Zero => default;

    /// <summary>SHA-256 of the bytes (FIPS 180-4).</summary>
    public static Digest Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[Size];
        SHA256.HashData(bytes, hash);
        return new Digest(hash);
    }

    /// <summary>Parses 64 hexadecimal digits of either case.</summary>
    /// <returns>False when the text is anything else.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out Digest digest)
    {
        digest = default;
        Span<byte> bytes = stackalloc byte[Size];
        if (text.Length != 2 * Size ||
            Convert.FromHexString(text, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        digest = new Digest(bytes);
        return true;
    }

    /// <summary>Writes the 32 bytes to the start of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination) => MemoryMarshal.Write(destination, in this);

    /// <summary>The 32 bytes as a new array.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>The bytes of a digest held in a local or field, without a copy.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> AsSpan() => MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in this, 1));

    /// <summary>Bit <paramref name="index"/> counted from the most significant bit of the first byte.</summary>
    public int Bit(int index) => (AsSpan()[index >> 3] >> (7 - (index & 7))) & 1;

    /// <inheritdoc/>
    public bool Equals(Digest other) => _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Digest other && Equals(other);

    /// <summary>A hash for in-memory lookups; digests are uniform already, so eight of their bytes do.</summary>
    public override int GetHashCode() => Unsafe.As<ulong, int>(ref Unsafe.AsRef(in _a));

    /// <summary>Order of the bytes, first byte first.</summary>
    public int CompareTo(Digest other) => AsSpan().SequenceCompareTo(other.AsSpan());

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(AsSpan());

    /// <summary>The first 8 hexadecimal digits, for logs and tables.</summary>
    public string ToShortString() => Convert.ToHexStringLower(AsSpan()[..4]);

    /// <summary>Equality of all bytes.</summary>
    public static bool operator ==(Digest left, Digest right) => left.Equals(right);

    /// <summary>Any byte differs.</summary>
    public static bool operator !=(Digest left, Digest right) => !left.Equals(right);
}
