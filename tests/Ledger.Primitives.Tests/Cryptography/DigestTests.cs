namespace Ledger.Primitives.Tests;

public sealed class DigestTests
{
    [Fact]
    public void Fips180Examples()
    {
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Digest.Of("abc"u8).ToString());
        Assert.Equal("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
            Digest.Of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"u8).ToString());
    }

    [Fact]
    public void BytesTextAndOrderAgree() => Property.Holds<(byte[] A, byte[] B)>(pair =>
    {
        var (a, b) = (Digest.Of(pair.A ?? []), Digest.Of(pair.B ?? []));
        var copy = new byte[32];
        a.CopyTo(copy);
        return a == new Digest(copy) && a.AsSpan().SequenceEqual(copy) && a.ToArray().AsSpan().SequenceEqual(copy) &&
            Digest.TryParse(a.ToString(), out var parsed) && parsed == a &&
            a.ToString().StartsWith(a.ToShortString(), StringComparison.Ordinal) &&
            Digest.TryParse(a.ToString().ToUpperInvariant(), out var upper) && upper == a &&
            Math.Sign(a.CompareTo(b)) == Math.Sign(string.CompareOrdinal(a.ToString(), b.ToString())) &&
            (a == b) == a.Equals((object)b) && (a != b) == !a.Equals(b) && (a != b || a.GetHashCode() == b.GetHashCode());
    });

    [Fact]
    public void EqualityLooksAtEveryByte()
    {
        for (var at = 0; at < Digest.Size; at++)
        {
            var bytes = new byte[Digest.Size];
            bytes[at] = 1;
            Assert.NotEqual(Digest.Zero, new Digest(bytes));
        }
    }

    [Fact]
    public void BitsCountFromTheMostSignificantOfTheFirstByte()
    {
        for (var bit = 0; bit < 256; bit++)
        {
            var bytes = new byte[32];
            bytes[bit / 8] = (byte)(0x80 >> (bit % 8));
            var digest = new Digest(bytes);
            Assert.Equal(1, Enumerable.Range(0, 256).Sum(i => digest.Bit(i)));
            Assert.Equal(1, digest.Bit(bit));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015adf")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ag")]
    [InlineData(" ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a")]
    public void OtherTextIsNoDigest(string text)
    {
        Assert.False(Digest.TryParse(text, out var digest));
        Assert.Equal(Digest.Zero, digest);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void OtherSizesAreOurOwnBug(int size) => Assert.Throws<ArgumentException>(() => new Digest(new byte[size]));
}
