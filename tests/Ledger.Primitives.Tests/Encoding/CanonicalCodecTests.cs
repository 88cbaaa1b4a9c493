using FsCheck.Fluent;

namespace Ledger.Primitives.Tests;

public sealed class CanonicalCodecTests
{
    private delegate void Read(ref CanonicalReader reader);

    [Fact]
    public void IntegersAreLittleEndianAndOfFixedWidth()
    {
        var bytes = new CanonicalWriter(0)
            .U8(0x01).Bool(true).U16(0x0302).U32(0x07060504).U64(0x0f0e0d0c0b0a0908).I64(-2).ToArray();
        Assert.Equal("01" + "01" + "0203" + "04050607" + "08090a0b0c0d0e0f" + "feffffffffffffff", Convert.ToHexStringLower(bytes));
    }

    [Fact]
    public void TextAndBytesStandBehindTheirLength()
    {
        var bytes = new CanonicalWriter().Text("n¤").Bytes([7, 8]).Raw([9]).Count(3).ToArray();
        Assert.Equal("03000000" + "6ec2a4" + "02000000" + "0708" + "09" + "03000000", Convert.ToHexStringLower(bytes));
    }

    [Fact]
    public void EverythingReadsBackAsWritten() => Property.Holds(
        from number in Property.U64()
        from text in Property.Text(200)
        from data in Property.Bytes(600)
        from digest in Property.Digests()
        select (number, text, data, digest),
        v =>
        {
            var signed = unchecked((long)v.number);
            var writer = new CanonicalWriter(1).U8(200).Text("forgotten");
            writer.Clear();
            writer.U64(v.number).I64(signed).Text(v.text).Bytes(v.data).Digest(v.digest).Raw(v.data).Bool(false)
                .U16((ushort)(v.number & 0xffff)).U32((uint)(v.number & 0xffffffff)).Count(v.data.Length).Raw(v.data);
            Assert.Equal(writer.Length, writer.WrittenSpan.Length);

            var reader = new CanonicalReader(writer.WrittenSpan);
            Assert.Equal(writer.Length, reader.Remaining);
            return reader.U64() == v.number && reader.I64() == signed && reader.Text(1000) == v.text &&
                reader.Bytes().SequenceEqual(v.data) && reader.Digest() == v.digest && reader.Raw(v.data.Length).SequenceEqual(v.data) &&
                !reader.Bool() && reader.U16() == (ushort)(v.number & 0xffff) && reader.U32() == (uint)(v.number & 0xffffffff) &&
                reader.Count(1) == v.data.Length && reader.Remaining == v.data.Length && reader.IsComplete == (v.data.Length == 0) &&
                reader.Raw(v.data.Length).SequenceEqual(v.data) && reader.IsComplete;
        });

    [Fact]
    public void AFieldThatIsCutShortFailsAndReadsAsTheDefault()
    {
        static void FailsOn(int size, Read read)
        {
            var bytes = new byte[size];
            bytes.AsSpan().Fill(1);
            for (var length = 0; length < size; length++)
            {
                var reader = new CanonicalReader(bytes.AsSpan(0, length));
                read(ref reader);
                Assert.True(reader.Failed);
                Assert.False(reader.IsComplete);
                Assert.Equal(0, reader.Remaining);
            }
        }

        FailsOn(1, (ref r) => Assert.Equal(0, r.U8()));
        FailsOn(1, (ref r) => Assert.False(r.Bool()));
        FailsOn(2, (ref r) => Assert.Equal(0, r.U16()));
        FailsOn(4, (ref r) => Assert.Equal(0u, r.U32()));
        FailsOn(8, (ref r) => Assert.Equal(0ul, r.U64()));
        FailsOn(8, (ref r) => Assert.Equal(0L, r.I64()));
        FailsOn(32, (ref r) => Assert.Equal(Digest.Zero, r.Digest()));
        FailsOn(9, (ref r) => Assert.True(r.Raw(9).IsEmpty));
        FailsOn(4, (ref r) => Assert.True(r.Bytes().IsEmpty));
        FailsOn(4, (ref r) => Assert.Equal("", r.Text(1 << 30)));
        FailsOn(4, (ref r) => Assert.Equal(0, r.Count(1)));
    }

    [Fact]
    public void NothingIsReadBehindAFailure()
    {
        var reader = new CanonicalReader([1, 2, 3, 4, 5, 6, 7, 8]);
        Assert.Equal(1, reader.U8());
        reader.Fail();
        Assert.Equal(0, reader.U8());
        Assert.Equal(0, reader.Count(0));
        Assert.Equal("", reader.Text(10));
        Assert.True(reader.Failed);
        Assert.False(reader.IsComplete);
    }

    [Theory]
    [InlineData("02")]
    [InlineData("ff")]
    public void ABoolIsZeroOrOne(string hex)
    {
        var reader = new CanonicalReader(Convert.FromHexString(hex));
        Assert.False(reader.Bool());
        Assert.True(reader.Failed);
    }

    [Theory]
    [InlineData("ffffffff")]
    [InlineData("00000080")]
    [InlineData("ffffff7f")]
    [InlineData("05000000")]
    public void ALengthBeyondTheInputFailsWithoutAllocating(string hex)
    {
        var bytes = Convert.FromHexString(hex + "01020304");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var asBytes = new CanonicalReader(bytes);
        asBytes.Bytes();
        var asText = new CanonicalReader(bytes);
        asText.Text(int.MaxValue);
        var asCount = new CanonicalReader(bytes);
        asCount.Count(1);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(asBytes.Failed && asText.Failed && asCount.Failed);
        Assert.InRange(allocated, 0, 1024);
    }

    [Fact]
    public void LengthsAndCountsObeyTheCallersLimit()
    {
        var bytes = new CanonicalWriter().Bytes("abcd"u8).ToArray();
        var exact = new CanonicalReader(bytes);
        Assert.Equal(4, exact.Bytes(4).Length);
        var over = new CanonicalReader(bytes);
        Assert.True(over.Bytes(3).IsEmpty);
        Assert.True(over.Failed);
        var text = new CanonicalReader(bytes);
        Assert.Equal("", text.Text(3));
        Assert.True(text.Failed);
        var count = new CanonicalReader(bytes);
        Assert.Equal(0, count.Count(1, 3));
        Assert.True(count.Failed);
        var fits = new CanonicalReader(bytes);
        Assert.Equal(4, fits.Count(1, 4));
        var elementsTooLarge = new CanonicalReader(bytes);
        elementsTooLarge.Count(2, 4);
        Assert.True(elementsTooLarge.Failed);
    }

    [Theory]
    [InlineData("c0af")] // overlong
    [InlineData("eda080")] // surrogate
    [InlineData("f4908080")] // above U+10FFFF
    [InlineData("80")] // continuation alone
    [InlineData("c3")] // cut short
    public void TextMustBeWellFormedUtf8(string hex)
    {
        var reader = new CanonicalReader(new CanonicalWriter().Bytes(Convert.FromHexString(hex)).WrittenSpan);
        Assert.Equal("", reader.Text(100));
        Assert.True(reader.Failed);
    }

    [Fact]
    public void ANegativeCountIsOurOwnBug() => Assert.Throws<OverflowException>(() => new CanonicalWriter().Count(-1));
}
