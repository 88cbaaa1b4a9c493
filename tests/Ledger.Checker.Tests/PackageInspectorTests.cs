using System.Reflection.PortableExecutable;

namespace Ledger.Checker.Tests;

/// <summary>Contract classes have their shape; whatever the bytes, there is a verdict.</summary>
public sealed class PackageInspectorTests
{
    private const string Run = "[Function, AnyMember] public void Run(CallContext context) { }";

    private readonly PackageInspector _inspector = new();

    [Fact]
    public void The_test_contracts_are_accepted_and_described()
    {
        var verdict = _inspector.Inspect(TestPackages.Contracts);
        Assert.Null(verdict.Flaw);
        Assert.Equal(["access", "counter", "relay", "store"], verdict.Contracts.Select(c => c.Name));
        var echo = verdict.Contracts[1].Functions.Single(f => f.Name == "echo");
        Assert.True(echo.ReadOnly && echo.Access.AnyMember);
        Assert.Equal(
            [
                ValueKind.Bool, ValueKind.Int, ValueKind.Long, ValueKind.Text, ValueKind.Bytes, ValueKind.Longs,
                ValueKind.Texts,
            ],
            echo.Parameters.Select(p => p.Kind));
        Assert.Equal("abcdefg", string.Concat(echo.Parameters.Select(p => p.Name)));
        Assert.Equal(ValueKind.Bytes, echo.Result);
        var offer = verdict.Contracts[0].Functions.Single(f => f.Name == "offerAsProducer");
        Assert.Equal("role in (prosumer, producer) and assetType in (pv, battery, ev)", offer.Access.ToString());
        Assert.Equal(
            ["relay", "other"], verdict.Contracts[0].Functions.Single(f => f.Name == "internal").Access.Contracts);
    }

    [Theory]
    [InlineData("[Contract(\"a\")] public class A { RUN }", "is not a public sealed class of its own")]
    [InlineData("[Contract(\"a\")] sealed class A { RUN }", "is not a public sealed class of its own")]
    [InlineData("[Contract(\"a\")] public sealed class A<T> { RUN }", "is not a public sealed class of its own")]
    [InlineData(
        "public class B { } [Contract(\"a\")] public sealed class A : B { RUN }",
        "is not a public sealed class of its own")]
    [InlineData(
        "public class O { [Contract(\"a\")] public sealed class A { RUN } }",
        "is not a public sealed class of its own")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { private A() { } RUN }",
        "has no public constructor without parameters")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { public A(int x) { } RUN }",
        "has no public constructor without parameters")]
    [InlineData("[Contract(\"A\")] public sealed class A { RUN }", "has a name that is not 1 to 32 of")]
    [InlineData("[Contract(\"\")] public sealed class A { RUN }", "has a name that is not 1 to 32 of")]
    [InlineData("[Contract(\"1a\")] public sealed class A { RUN }", "has a name that is not 1 to 32 of")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { RUN } [Contract(\"a\")] public sealed class B { RUN }",
        "two contracts are named a")]
    [InlineData("public sealed class A { RUN }", "it holds 0 contracts, not 1 to 32")]
    [InlineData("[Contract(\"a\")] public sealed class A { }", "has 0 functions, not 1 to 256")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { [Function] static public void F(CallContext c) { } }",
        "a function F that is not a public instance method")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { [Function] internal void F(CallContext c) { } }",
        "a function F that is not a public instance method")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { [Function] public void F<T>(CallContext c) { } }",
        "a function F that is not a public instance method")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { [Function] public void F() { } }",
        "does not take a CallContext first")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { [Function] public void F(int x) { } }",
        "does not take a CallContext first")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { [Function] public void F(CallContext c, short x) { } }",
        "takes a System.Int16; parameters are")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { [Function] public void F(CallContext c, ref long x) { } }",
        "takes a System.Int64&; parameters are")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { [Function] public Money F(CallContext c) => default; }",
        "returns a Ledger.Chaincode.Money; results are")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { [Function] public void F(CallContext c) { } public void F() " +
        "{ } }",
        "functions have no overloads")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { [Function] public void F(CallContext c) { } [Function] " +
        "public void f(CallContext c) { } }",
        "functions have no overloads")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { RUN [AnyMember] public void G(CallContext c) { } }",
        "grants access to G, which is no function")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { [Function, AnyMember, Requires(\"x\")] public void " +
        "F(CallContext c) { } }",
        "opens F to every member and asks for attributes as well")]
    [InlineData("[Contract(\"a\"), HistoryAge(0)] public sealed class A { RUN }", "keeps its history for 0 days, not 1 to")]
    [InlineData(
        "[Contract(\"a\"), HistoryAge(36_501)] public sealed class A { RUN }", "keeps its history for 36501 days, not 1 to")]
    [InlineData(
        "[HistoryAge(3)] public sealed class B { } [Contract(\"a\")] public sealed class A { RUN }",
        "B states the age of a history, and is no contract class")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { [Function, GasHint(0)] public void F(CallContext c) { } }",
        "gives a gas hint of 0 for F; a call costs 1 or more")]
    [InlineData(
        "[Contract(\"a\")] public sealed class A { RUN [GasHint(5)] public void G(CallContext c) { } }",
        "gives a gas hint for G, which is no function")]
    public void Contract_classes_have_the_documented_shape(string source, string flaw) => Assert.Contains(
        flaw, _inspector.Inspect(TestPackages.Compile(source.Replace("RUN", Run, StringComparison.Ordinal))).Flaw,
        StringComparison.Ordinal);

    [Fact]
    public void Damaged_packages_get_a_verdict_and_never_an_exception()
    {
        var good = TestPackages.Contract(Run, "public sealed record Bid(string Account, long Price);");
        using var reader = new PEReader(new MemoryStream(good));
        var start = reader.PEHeaders.MetadataStartOffset;
        var random = new Random(3);
        for (var round = 0; round < 2000; round++)
        {
            byte[] damaged = [.. good];
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                var place = random.Next(2) == 0 ? random.Next(damaged.Length) : start + random.Next(
                    damaged.Length - start);
                damaged[place] = (byte)(random.Next(3) == 0 ? 0xff : random.Next(256));
            }

            var verdict = _inspector.Inspect(
                random.Next(10) == 0 ? damaged.AsMemory(0, random.Next(damaged.Length)) : damaged);
            Assert.True(verdict.Flaw != null || verdict.Contracts.Count == 1);
        }
    }

    [Fact]
    public void Bytes_that_are_no_assembly_are_refused()
    {
        Assert.NotNull(_inspector.Inspect(ReadOnlyMemory<byte>.Empty).Flaw);
        Assert.NotNull(_inspector.Inspect(new byte[1000]).Flaw);
        Assert.NotNull(_inspector.Inspect(File.ReadAllBytes(Environment.ProcessPath!)).Flaw);
        Assert.NotNull(_inspector.Inspect(File.ReadAllBytes(typeof(PackageInspector).Assembly.Location)).Flaw);
        Assert.NotNull(_inspector.Inspect(File.ReadAllBytes(typeof(object).Assembly.Location)).Flaw);
    }
}
