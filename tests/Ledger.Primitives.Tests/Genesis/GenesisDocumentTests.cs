using System.Text;
using System.Text.Json.Nodes;

namespace Ledger.Primitives.Tests;

public sealed class GenesisDocumentTests
{
    [Fact]
    public void AGenesisReadsBackAndItsExactBytesAreTheChainId()
    {
        var bytes = Sample().Encode();
        var (document, chainId) = GenesisDocument.Parse(bytes);
        Assert.Equal(Digest.Of(bytes), chainId);
        Assert.Equal("test", document.Name);
        Assert.Equal(5ul, document.TimeMilliseconds);
        Assert.Equal(2048, document.ValidityWindowBlocks);
        Assert.Equal(["cell1", "cell2", "cell3", "cell4"], document.Organisations.Select(o => o.Id));
        Assert.Equal(new byte[] { 1 }, document.Organisations[0].CaCertificate);
        Assert.Equal(Samples.Membership.Hash, document.ToMembership().Hash);
        Assert.Equal(bytes, document.Encode());
    }

    [Fact]
    public void OneByteMoreIsAnotherChain()
    {
        var bytes = Sample().Encode();
        var (_, chainId) = GenesisDocument.Parse(bytes);
        var (_, other) = GenesisDocument.Parse([.. bytes, (byte)'\n']);
        Assert.NotEqual(chainId, other);
    }

    [Fact]
    public void TooFewOrRepeatedValidatorsAreRefused()
    {
        var sample = Sample();
        Assert.Contains("4 to 64 validators, not 3", Refused(sample with { Validators = [.. sample.Validators.Take(3)] }));
        Assert.Contains("repeats", Refused(sample with { Validators = [.. sample.Validators, sample.Validators[0]] }));
        Assert.Contains("node1 is not 32 bytes",
            Refused(sample with { Validators = [sample.Validators[0] with { PublicKey = [1] }, .. sample.Validators.Skip(1)] }));
    }

    [Fact]
    public void AValidatorOfAnUnlistedOrganisationIsRefused()
    {
        var sample = Sample();
        Assert.Contains("node4 belongs to no listed organisation",
            Refused(sample with { Organisations = [.. sample.Organisations.Take(3)] }));
    }

    [Fact]
    public void WhatGenesisSaysOfContractsIsReadOrTheDefault()
    {
        var package = Digest.Of([1]).ToString();
        var chaincode = new GenesisChaincode { Policy = "at-least 3", Packages = [package] };
        var read = GenesisDocument.Parse((Sample() with { Chaincode = chaincode }).Encode()).Document.Chaincode;
        Assert.Equal(("at-least 3", package), (read.Policy, Assert.Single(read.Packages)));
        var without = JsonNode.Parse(Sample().Encode())!.AsObject();
        Assert.True(without.Remove("chaincode"));
        read = GenesisDocument.Parse(Encoding.UTF8.GetBytes(without.ToJsonString())).Document.Chaincode;
        Assert.Equal(("majority", 0), (read.Policy, read.Packages.Count));
    }

    [Fact]
    public void LimitsOfCallsAreReadOrTheDefaults()
    {
        var limits = new ExecutionLimits
        {
            GasPerCall = 2_000_000, GasPerTransaction = 3_000_000, GasPerBlock = 4_000_000, MemoryPerCall = 8_000_000,
            StackPerCall = 100_000, PackageSize = 20_000,
        };
        Assert.Equal(limits, GenesisDocument.Parse((Sample() with { Limits = limits }).Encode()).Document.Limits);
        var without = JsonNode.Parse(Sample().Encode())!.AsObject();
        Assert.True(without.Remove("limits"));
        var read = GenesisDocument.Parse(Encoding.UTF8.GetBytes(without.ToJsonString())).Document.Limits;
        Assert.Equal(new ExecutionLimits(), read);
    }

    [Fact]
    public void LimitsThatCannotBeAreRefusedByName()
    {
        var limits = ExecutionLimits.Default;
        RefusedLimits("GasPerBlock is 999999, not 1000000 to", limits with { GasPerBlock = 999_999 });
        RefusedLimits("GasPerBlock is 1000000000001, not", limits with { GasPerBlock = ExecutionLimits.GasMax + 1 });
        RefusedLimits("GasPerTransaction is 1000000001, not", limits with { GasPerTransaction = 1_000_000_001 });
        RefusedLimits("GasPerCall is 500000001, not 1000000 to 500000000", limits with { GasPerCall = 500_000_001 });
        RefusedLimits("MemoryPerCall is 0, not", limits with { MemoryPerCall = 0 });
        RefusedLimits("StackPerCall is 524289, not", limits with { StackPerCall = ExecutionLimits.StackMax + 1 });
        RefusedLimits("PackageSize is -1, not", limits with { PackageSize = -1 });
        var partial = JsonNode.Parse(Sample().Encode())!.AsObject();
        Assert.True(partial["limits"]!.AsObject().Remove("stackPerCall"));
        RefusedText(partial.ToJsonString());
        partial["limits"] = null;
        RefusedText(partial.ToJsonString());
    }

    [Theory]
    [InlineData("half", "", "'half' is no policy")]
    [InlineData("at-least 0", "", "'at-least 0' is no policy")]
    [InlineData("at-least 5", "", "4 organisations cannot meet the policy 'at-least 5'")]
    [InlineData("all", "12", "a package hash has 64 hexadecimal digits")]
    public void WhatGenesisCannotSayOfContractsIsRefused(string policy, string package, string reason) =>
        Assert.Contains(reason, Refused(Sample() with
        {
            Chaincode = new GenesisChaincode { Policy = policy, Packages = package.Length == 0 ? [] : [package] },
        }));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("\0\u0001\u0002")]
    public void WhatIsNoGenesisAtAllIsRefused(string text) => RefusedText(text);

    [Fact]
    public void AnotherFormatIsRefused() => Assert.Contains("format 2, not 1", Refused(Sample() with { Format = 2 }));

    [Fact]
    public void UnknownAndMissingMembersAreRefused()
    {
        var text = Encoding.UTF8.GetString(Sample().Encode());
        RefusedText(text.Replace("\"name\": \"test\"", "\"name\": \"test\", \"colour\": 1", StringComparison.Ordinal));
        RefusedText(text.Replace("\"name\": \"test\",", "", StringComparison.Ordinal));
        RefusedText(text.Replace("\"timeMilliseconds\": 5,", "", StringComparison.Ordinal));
        RefusedText(text.Replace("\"timeMilliseconds\": 5", "\"timeMilliseconds\": -5", StringComparison.Ordinal));
        RefusedText(text.Replace("\"publicKey\"", "\"key\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("organisations")]
    [InlineData("validators")]
    public void AListThatIsNullOrHoldsNullIsRefused(string member)
    {
        var sample = Sample();
        var other = member == "validators" ? "organisations" : "validators";
        foreach (var value in new[] { "null", "[null]", "[null, null, null, null]" })
        {
            var kept = System.Text.Json.Nodes.JsonNode.Parse(sample.Encode())![other]!.ToJsonString();
            RefusedText($$"""{"format": 1, "name": "test", "timeMilliseconds": 5, "{{member}}": {{value}}, "{{other}}": {{kept}} }""");
        }
    }

    [Fact]
    public void TheValidityWindowMayBeLeftOutAndHasADefault()
    {
        var text = Encoding.UTF8.GetString(Sample().Encode());
        var without = text.Replace(",\n  \"validityWindowBlocks\": 2048", "", StringComparison.Ordinal);
        Assert.NotEqual(text, without);
        Assert.Equal(2048, GenesisDocument.Parse(Encoding.UTF8.GetBytes(without)).Document.ValidityWindowBlocks);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void AValidityWindowThatAdmitsNothingIsRefused(int blocks) => Refused(Sample() with { ValidityWindowBlocks = blocks });

    [Fact]
    public void RepeatedOrganisationsAreRefused()
    {
        var sample = Sample();
        Refused(sample with { Organisations = [.. sample.Organisations, new GenesisOrganisation("cell1", [2])] });
    }

    [Fact]
    public void EveryTruncationIsRefusedWithOneLine()
    {
        var bytes = Sample().Encode();
        for (var length = 0; length < bytes.Length; length++)
        {
            var e = Assert.Throws<FormatException>(() => GenesisDocument.Parse(bytes.AsSpan(0, length)));
            Assert.DoesNotContain('\n', e.Message);
        }
    }

    [Fact]
    public void AChangedByteIsRefusedOrAnotherChainAndNothingElseIsThrown()
    {
        var bytes = Sample().Encode();
        var chainId = Digest.Of(bytes);
        var refused = 0;
        for (var at = 0; at < bytes.Length; at++)
        {
            foreach (var change in new byte[] { 1, 0x20, 0x80 })
            {
                var mutated = (byte[])bytes.Clone();
                mutated[at] ^= change;
                try
                {
                    Assert.NotEqual(chainId, GenesisDocument.Parse(mutated).ChainId);
                }
                catch (FormatException)
                {
                    refused++;
                }
            }
        }

        Assert.NotEqual(0, refused);
    }

    private static GenesisDocument Sample() => new()
    {
        Name = "test",
        TimeMilliseconds = 5,
        Organisations = [.. Samples.Membership.Validators.Select(v => new GenesisOrganisation(v.Organisation, [1]))],
        Validators = [.. Samples.Membership.Validators.Select(v => new GenesisValidator(v.Name, v.Organisation, v.PublicKey.ToArray()))],
    };

    private static string Refused(GenesisDocument document) =>
        Assert.Throws<FormatException>(() => GenesisDocument.Parse(document.Encode())).Message;

    private static void RefusedLimits(string reason, ExecutionLimits limits) =>
        Assert.Contains(reason, Refused(Sample() with { Limits = limits }), StringComparison.Ordinal);

    private static void RefusedText(string text)
    {
        var e = Assert.Throws<FormatException>(() => GenesisDocument.Parse(Encoding.UTF8.GetBytes(text)));
        Assert.StartsWith("the genesis file", e.Message);
        Assert.DoesNotContain('\n', e.Message);
    }
}
