using Ledger.Chaincode;
using Ledger.Primitives;

namespace Ledger.Client.Tests;

/// <summary>Arguments, results, keys and manifests: the same bytes as contracts write.</summary>
public sealed class ContractTests
{
    private static readonly ContractFunction Every = new(
        "every", false,
        [
            new("flag", ContractValueType.Bool), new("small", ContractValueType.Int), new("large", ContractValueType.Long),
            new("text", ContractValueType.Text),
            new("data", ContractValueType.Bytes), new("numbers", ContractValueType.Longs), new("words", ContractValueType.Texts),
        ],
        ContractValueType.Void, "any member");

    [Fact]
    public void ArgumentsAreEncodedAsContractsReadThem()
    {
        var ours = new CallArguments()
            .Bool(true).Int(-5).Long(long.MinValue).Text("höme").Bytes([1, 2]).Longs(3, -4).Texts("a", "").ToArray();
        var theirs = new RecordWriter()
            .Bool(true).Int(-5).Long(long.MinValue).Text("höme").Bytes([1, 2]).Longs([3, -4]).Texts(["a", ""]).ToArray();

        Assert.Equal(theirs, ours);
    }

    [Fact]
    public void ResultsAreReadAsContractsWriteThem()
    {
        var bytes = new RecordWriter()
            .Bool(true).Int(-5).Long(-6).Int128(Int128.MinValue).Text("höme").Bytes([1]).Longs([3]).Texts(["a"]).ToArray();
        var reader = new ResultReader(bytes);

        Assert.True(reader.Bool());
        Assert.Equal(-5, reader.Int());
        Assert.Equal(-6L, reader.Long());
        Assert.Equal(Int128.MinValue, reader.Int128());
        Assert.Equal("höme", reader.Text());
        Assert.Equal([1], reader.Bytes());
        Assert.Equal([3L], reader.Longs());
        Assert.Equal(["a"], reader.Texts());
        reader.End();
    }

    [Fact]
    public void AResultOfAnotherTypeIsUnproven()
    {
        Refused(ContractValueType.Long, [1, 2]);
        Refused(ContractValueType.Bool, [1, 0]);
        Refused(ContractValueType.Longs, [255, 255, 255, 255]);

        static void Refused(ContractValueType type, byte[] bytes)
        {
            var refused = Assert.Throws<LedgerException>(() => ContractValueTypes.Decode(type, bytes));
            Assert.Equal(LedgerError.Unproven, refused.Code);
        }
    }

    [Fact]
    public void KeysAreBuiltAsContractsBuildThem()
    {
        var ours = new StateKeyBuilder().Text("bid").Text("ä").Long(-7).Long(long.MaxValue).ToArray();

        Assert.Equal(StateKey.Of("bid").And("ä").And(-7).And(long.MaxValue).Bytes, ours);
        Assert.Throws<ArgumentException>(() => new StateKeyBuilder().Text("a\0b"));
    }

    [Fact]
    public void TextArgumentsAreParsedByType()
    {
        var encoded = Every.EncodeArguments(["true", "-5", "9000000000", "a b", "0x0aFF", "1, -2", "x,y"]);

        Assert.Equal(
            new CallArguments().Bool(true).Int(-5).Long(9000000000).Text("a b").Bytes([10, 255]).Longs(1, -2).Texts("x", "y").ToArray(),
            encoded);
        Assert.Equal(
            new CallArguments().Bool(false).Int(0).Long(0).Text("").Bytes([]).Longs().Texts().ToArray(),
            Every.EncodeArguments(["false", "0", "0", "", "", "", ""]));
    }

    [Theory]
    [InlineData(0, "yes", "'yes' is not a bool for flag")]
    [InlineData(1, "3000000000", "is not a int for small")]
    [InlineData(2, "1.5", "is not a long for large")]
    [InlineData(4, "abc", "is not a byte[] for data")]
    [InlineData(4, "zz", "is not a byte[] for data")]
    [InlineData(5, "1,,2", "is not a long[] for numbers")]
    public void AnArgumentOfTheWrongTypeIsNamed(int index, string text, string message)
    {
        string[] texts = ["true", "1", "1", "t", "00", "1", "w"];
        texts[index] = text;

        Assert.Contains(message, Assert.Throws<FormatException>(() => Every.EncodeArguments(texts)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheWrongNumberOfArgumentsShowsTheSignature()
    {
        var transfer = new ContractFunction("transfer", false, [new("to", ContractValueType.Text)], ContractValueType.Void, "");

        Assert.Equal(
            "transfer(string to) takes 1 argument, not 2",
            Assert.Throws<FormatException>(() => transfer.EncodeArguments(["a", "b"])).Message);
    }

    [Fact]
    public void TheListOfContractsIsRead()
    {
        var contract = Assert.Single(ContractManifest.DecodeList(List()));

        Assert.Equal(("wallet", "money", 12UL), (contract.Name, contract.PackageName, contract.FromHeight));
        Assert.Equal(new PackageApproval("cell1", "cell1/admin", 11), Assert.Single(contract.Approvals));
        var balance = contract.Function("balance");
        Assert.Equal("balance(string account)", balance.Signature);
        Assert.Equal((true, ContractValueType.Long, "any member"), (balance.IsReadOnly, balance.Result, balance.Access));
        Assert.Equal((30U, 5_000UL), (contract.HistoryAgeDays, balance.GasHint));
        Assert.Contains(
            "it has balance", Assert.Throws<FormatException>(() => contract.Function("pay")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryShortenedListIsRefused()
    {
        var whole = List();
        for (var length = 0; length < whole.Length; length++)
        {
            var cut = whole[..length];
            Assert.Equal(LedgerError.Unproven, Assert.Throws<LedgerException>(() => ContractManifest.DecodeList(cut)).Code);
        }
    }

    /// <summary>The layout that Ledger.Runtime documents at LifecycleContract.EncodeContracts.</summary>
    private static byte[] List()
    {
        var list = new CanonicalWriter().Count(1)
            .Digest(Digest.Of("package"u8)).Text("money").U64(12)
            .Count(1).Text("cell1").Text("cell1/admin").U64(11)
            .Text("wallet").U32(30).Count(1).Text("balance").Bool(true).Count(1).Text("account").Text("string")
            .Text("long").Text("any member").U64(5_000);
        return new CanonicalWriter().Bytes(list.WrittenSpan).ToArray();
    }
}
