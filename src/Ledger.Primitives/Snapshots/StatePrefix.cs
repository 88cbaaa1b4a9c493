namespace Ledger.Primitives;

/// <summary>
/// A part of the state tree: all keys whose path begins with some bits. Immutable. Encoded: depth u16, then the bits as
/// 32 bytes, the rest zero.
/// </summary>
public readonly record struct StatePrefix
{
    /// <summary>Bytes of an encoded prefix.</summary>
    public const int Size = 2 + Digest.Size;

    private StatePrefix(Digest path, int depth)
    {
        Path = path;
        Depth = depth;
    }

    /// <summary>The whole state.</summary>
    public static StatePrefix All => default;

    /// <summary>
    /// The bits, most significant first; zero behind <see cref="Depth"/>. The lowest path in the part.
    /// </summary>
    public Digest Path { get; }

    /// <summary>How many bits, 0 to <see cref="StateTree.DepthMax"/>.</summary>
    public int Depth { get; }

    /// <summary>The part of this depth that holds a path.</summary>
    public static StatePrefix Of(Digest path, int depth)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(depth);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(depth, StateTree.DepthMax);
        Span<byte> bits = stackalloc byte[Digest.Size];
        bits.Clear();
        path.AsSpan()[..(depth / 8)].CopyTo(bits);
        if (depth % 8 != 0)
        {
            bits[depth / 8] = (byte)(path.AsSpan()[depth / 8] & (0xFF00 >> (depth % 8)));
        }

        return new StatePrefix(new Digest(bits), depth);
    }

    /// <summary>One half of the part: bit 0 or 1 at its depth.</summary>
    public StatePrefix Child(int bit)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Depth, StateTree.DepthMax);
        Span<byte> bits = stackalloc byte[Digest.Size];
        Path.CopyTo(bits);
        bits[Depth / 8] |= (byte)(bit << (7 - (Depth % 8)));
        return new StatePrefix(new Digest(bits), Depth + 1);
    }

    /// <summary>Whether a path lies in the part.</summary>
    public bool Contains(Digest path) => SharesBits(Path, path, Depth);

    /// <summary>Whether another part is this one or lies in it: what an answer to a request must be.</summary>
    public bool Contains(StatePrefix other) => other.Depth >= Depth && Contains(other.Path);

    /// <summary>Whether two paths begin with the same bits.</summary>
    internal static bool SharesBits(in Digest left, in Digest right, int count)
    {
        var (bytes, rest) = (count / 8, count % 8);
        var a = left.AsSpan();
        var b = right.AsSpan();
        return a[..bytes].SequenceEqual(b[..bytes]) && (rest == 0 || (a[bytes] ^ b[bytes]) >> (8 - rest) == 0);
    }

    /// <summary>Appends the bytes.</summary>
    public CanonicalWriter Encode(CanonicalWriter writer) => writer.U16((ushort)Depth).Digest(Path);

    /// <summary>Reads a prefix; one too deep, or with bits behind its depth, fails the reader.</summary>
    public static StatePrefix Decode(ref CanonicalReader reader)
    {
        int depth = reader.U16();
        var path = reader.Digest();
        if (depth <= StateTree.DepthMax && Of(path, depth) is var prefix && prefix.Path == path)
        {
            return prefix;
        }

        reader.Fail();
        return default;
    }

    /// <summary>Bits in hexadecimal and their number.</summary>
    public override string ToString() => $"{Path.ToString()[..((Depth + 3) / 4)]}/{Depth}";
}
