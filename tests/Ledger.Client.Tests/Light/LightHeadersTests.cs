using Ledger.Client.Light;
using Ledger.Primitives;

namespace Ledger.Client.Tests.Light;

/// <summary>The file of headers survives what a crash leaves, and belongs to one chain.</summary>
public sealed class LightHeadersTests : IDisposable
{
    private static readonly Digest Chain = Digest.Of([1]);

    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("ledger-light-").FullName, "headers");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Fact]
    public void HeadersReadBackAfterTheFileIsOpenedAgain()
    {
        var headers = Headers(5);
        using (var file = Open())
        {
            Assert.Null(file.Last);
            file.Append(headers[..3]);
            file.Append(headers[3..]);
        }

        using var again = Open();
        Assert.Equal(headers[4], again.Last);
        Assert.All(headers, h => Assert.Equal(h, again.Find(h.Height)));
        Assert.Null(again.Find(new SequenceNumber(6)));
        Assert.Null(again.Find(default));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(BlockHeader.Size - 1)]
    [InlineData(BlockHeader.Size + 7)]
    public void ATornTailIsCutOff(int missing)
    {
        var headers = Headers(5);
        using (var file = Open())
        {
            file.Append(headers);
        }

        using (var file = File.OpenWrite(_path))
        {
            file.SetLength(file.Length - missing);
        }

        using var again = Open();
        Assert.Equal(headers[missing > BlockHeader.Size ? 2 : 3], again.Last);
        again.Append(headers[(int)again.Last!.Height.Value..]);
        Assert.Equal(headers[4], again.Find(new SequenceNumber(5)));
    }

    [Fact]
    public void ZerosInPlaceOfTheLastHeadersAreCutOff()
    {
        var headers = Headers(4);
        using (var file = Open())
        {
            file.Append(headers);
        }

        using (var file = File.OpenWrite(_path))
        {
            file.Position = file.Length - (2 * BlockHeader.Size);
            file.Write(new byte[2 * BlockHeader.Size]);
        }

        using var again = Open();
        Assert.Equal(headers[1], again.Last);
    }

    [Fact]
    public void AnotherChainsFileIsRefused()
    {
        Open().Dispose();
        var refusal = Assert.Throws<LedgerException>(() => LightHeaders.Open(_path, Digest.Of([2]), default));
        Assert.Contains("another chain", refusal.Message, StringComparison.Ordinal);
    }

    private LightHeaders Open() => LightHeaders.Open(_path, Chain, default);

    private static BlockHeader[] Headers(int count)
    {
        var headers = new BlockHeader[count];
        for (var i = 0; i < count; i++)
        {
            headers[i] = new BlockHeader(
                new SequenceNumber((ulong)i + 1), i == 0 ? Chain : headers[i - 1].Hash, 1000 + (ulong)i, 0, Digest.Of([3]),
                Digest.Of([4]), Digest.Of([5]), Digest.Of([6]), Digest.Of([6]));
        }

        return headers;
    }
}
