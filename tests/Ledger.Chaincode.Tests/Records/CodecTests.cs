namespace Ledger.Chaincode.Tests;

public sealed class CodecTests
{
    [Fact]
    public void EveryValueComesBack()
    {
        var bytes = new RecordWriter().Version(3).Energy(new(-5)).Price(new(7)).Money(new(9)).Slot(new(900))
            .Wide(WideInteger.SquareRoot((WideInteger)10)).Record(new Point(1, 2)).Records([new Point(3, 4), new Point(5, 6)])
            .ToArray();
        var reader = new RecordReader(bytes);
        Assert.Equal(3, reader.Version(3));
        Assert.Equal(new Energy(-5), reader.Energy());
        Assert.Equal(new Price(7), reader.Price());
        Assert.Equal(new Money(9), reader.Money());
        Assert.Equal(new Slot(900), reader.Slot());
        Assert.Equal(3, reader.Wide().ToLong());
        Assert.Equal(new Point(1, 2), reader.Record<Point>());
        Assert.Equal([new Point(3, 4), new Point(5, 6)], reader.Records<Point>());
        Assert.True(reader.IsAtEnd);
    }

    [Fact]
    public void AnOlderVersionIsReadAndANewerOneRejected()
    {
        Assert.Equal(new Point(8, 0), Point.Decode(new RecordReader(new RecordWriter().Version(1).Long(8).ToArray())));
        Assert.Equal(
            "a record has version 3, not 1 to 2",
            Assert.Throws<ContractRejection>(() => Point.Decode(new RecordReader([3]))).Message);
        Assert.Throws<ContractRejection>(() => Point.Decode(new RecordReader([0])));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecordWriter().Version(0));
    }

    [Fact]
    public void ACountBeyondTheBytesIsRejectedBeforeAnythingIsAllocated() =>
        Assert.Throws<ContractRejection>(() => new RecordReader([255, 255, 255, 127]).Records<Point>());

    [Fact]
    public void KeysAreReadAsTheyWereWritten()
    {
        var root = StateKey.Of("orders");
        var reader = new KeyReader(root.And("ä").And(-3).And(""), root);
        Assert.Equal("ä", reader.Text());
        Assert.Equal(-3, reader.Number());
        Assert.Equal("", reader.Text());
        reader.End();
        Assert.Throws<ContractRejection>(() => reader.Number());
        Assert.Throws<ContractRejection>(() => new KeyReader(root.And(1), root).End());
    }

    [Fact]
    public void TheHashIsSha256() => Assert.Equal(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        Convert.ToHexStringLower(Hash.Sha256("abc"u8.ToArray())));

    private sealed record Point(long X, long Y) : IRecord<Point>
    {
        public static Point Decode(RecordReader reader)
        {
            var version = reader.Version(2);
            return new Point(reader.Long(), version >= 2 ? reader.Long() : 0);
        }

        public void Encode(RecordWriter writer) => writer.Version(2).Long(X).Long(Y);
    }
}
