using Ledger.Chaincode;
using Ledger.Contracts.Calculator;

namespace Ledger.Contracts.Tests.Mechanisms;

/// <summary>The documents' encoding: one for each value, and no bytes break the reader.</summary>
public sealed class DocumentCodecTests
{
    private const string Sample =
        """{"a":1,"b":[null,true,false,"x",-5,"170141183460469231731687303715884105727"],"c":{"a":{"d":[]}}}""";

    [Fact]
    public void What_is_written_is_read()
    {
        var bytes = DocumentCodec.Encode(Documents.Parse(Sample));
        var back = DocumentCodec.Decode(bytes);
        Assert.Equal(Sample, Documents.ToJson(back)!.ToJsonString());
        Assert.Equal(bytes, DocumentCodec.Encode(back));
        Assert.Equal((Int128)1 << 100, DocumentCodec.Decode(DocumentCodec.Encode(DocumentNode.Of((Int128)1 << 100))).AsNumber());
    }

    [Fact]
    public void Bytes_that_are_no_document_are_refused()
    {
        var bytes = DocumentCodec.Encode(Documents.Parse(Sample));
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var mutated = (byte[])bytes.Clone();
            for (var j = random.Next(1, 4); j > 0; j--)
            {
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            }

            // Either it is a document again or it is refused; nothing else is thrown.
            try
            {
                DocumentCodec.Decode(random.Next(3) == 0 ? mutated[..random.Next(mutated.Length)] : mutated);
            }
            catch (ContractRejection refusal)
            {
                Assert.NotEmpty(refusal.Message);
            }
        }
    }

    [Fact]
    public void Depth_and_names_are_bounded()
    {
        var deep = DocumentNode.List();
        for (var i = 0; i < 20; i++)
        {
            deep = DocumentNode.List().Add(deep);
        }

        Assert.Contains("16 deep", Assert.Throws<ContractRejection>(() => DocumentCodec.Encode(deep)).Message);
        var wide = DocumentNode.Object();
        for (var i = 0; i < 1_025; i++)
        {
            wide.With("n" + i, (Int128)i);
        }

        Assert.Contains("1024 field names", Assert.Throws<ContractRejection>(() => DocumentCodec.Encode(wide)).Message);
    }
}
