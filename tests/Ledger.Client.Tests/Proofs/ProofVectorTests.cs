using Ledger.Client.Tests.Harness;
using Ledger.Identity;
using Ledger.Primitives;

namespace Ledger.Client.Tests.Proofs;

/// <summary>
/// Proof files as data (tests/vectors/proofs): their bytes never change, and a checker that was written from the document
/// alone takes them. LEDGER_VECTORS_WRITE=1 writes them anew, for a new version of the format.
/// </summary>
public sealed class ProofVectorTests
{
    private static readonly Dictionary<string, LedgerProof> Samples = new(StringComparer.Ordinal)
    {
        ["receipt.json"] = SampleLedger.Transaction(),
        ["value.json"] = SampleLedger.Present(),
        ["absent-beside-leaf.json"] = SampleLedger.Absent(besideLeaf: true),
        ["absent-empty.json"] = SampleLedger.Absent(besideLeaf: false),
    };

    public static TheoryData<string> Names => [.. Samples.Keys];

    [Fact]
    public void TheGenesisFileIsAsItWas() => IsAsItWas("genesis.json", SampleLedger.GenesisFile);

    [Theory]
    [MemberData(nameof(Names))]
    public void AFileIsAsItWasAndHolds(string name)
    {
        IsAsItWas(name, [.. ProofFile.Encode(Samples[name]), (byte)'\n']);
        var file = File.ReadAllBytes(Path.Combine(IndependentChecker.Vectors, name));
        var proof = ProofFile.TryDecode(file, out var flaw);
        Assert.Equal("", flaw);
        Assert.Null(proof!.FirstFlaw(Ed25519.Instance, SampleLedger.ChainId, SampleLedger.Genesis));
        Assert.Equal(file[..^1], ProofFile.Encode(proof));
    }

    [Fact]
    public void TheIndependentCheckerTakesAll()
    {
        var (status, lines) = IndependentChecker.Run(
            Path.Combine(IndependentChecker.Vectors, "genesis.json"),
            Samples.Keys.Select(name => Path.Combine(IndependentChecker.Vectors, name)));
        Assert.True(status == 0, string.Join('\n', lines));
        Assert.Equal(Samples.Count, lines.Length);
        Assert.Contains(
            "cell1/home-1 called wallet.transfer(0101), market.bid(): status 1 in block 40", lines[0], StringComparison.Ordinal);
        Assert.Contains("has 1027000000000000 after block 40", lines[1], StringComparison.Ordinal);
        Assert.Contains("is absent after block 40", lines[2], StringComparison.Ordinal);
    }

    private static void IsAsItWas(string name, byte[] made)
    {
        var path = Path.Combine(IndependentChecker.Vectors, name);
        if (Environment.GetEnvironmentVariable("LEDGER_VECTORS_WRITE") == "1")
        {
            File.WriteAllBytes(path, made);
        }

        Assert.Equal(File.ReadAllText(path), System.Text.Encoding.UTF8.GetString(made));
    }
}
