using System.Text;
using System.Text.Json.Nodes;
using Ledger.Client.Tests.Harness;
using Ledger.Identity;
using Ledger.Primitives;

namespace Ledger.Client.Tests.Proofs;

/// <summary>What is not proven is refused, by this code and by the independent checker alike.</summary>
public sealed class ForgedProofTests
{
    private static readonly (string Name, string Words, Func<LedgerProof> Make, Action<JsonNode> Change)[] Forgeries =
    [
        ("transaction", "not at place", SampleLedger.Transaction, file => Flip(file, "transaction", 60)),
        ("signature of the account", "not at place", SampleLedger.Transaction, file => Flip(file, "transaction", -1)),
        ("receipt", "not at place", SampleLedger.Transaction, file => Flip(file, "receipt", 46)),
        ("receipt's transaction", "not at place", SampleLedger.Transaction, file => Flip(file, "receipt", 0)),
        ("place", "not at place", SampleLedger.Transaction, file => file["index"] = 0),
        ("place beyond", "no place", SampleLedger.Transaction, file => file["index"] = 3),
        ("hash of a path", "not at place", SampleLedger.Transaction, file => FlipItem(file, "transactionPath", 0, 0)),
        ("hash of the receipt's path", "not at place", SampleLedger.Transaction, file => FlipItem(file, "receiptPath", 1, 31)),
        ("path too short", "not at place", SampleLedger.Transaction, file => file["receiptPath"]!.AsArray().RemoveAt(1)),
        ("header", "certificate", SampleLedger.Transaction, file => Flip(file, "header", 60)),
        ("vote", "certificate", SampleLedger.Transaction, file => Flip(file, "certificate", 40)),
        ("view", "certificate", SampleLedger.Transaction, file => Flip(file, "certificate", 0)),
        ("below quorum", "certificate", SampleLedger.Transaction, BelowQuorum),
        ("a vote twice", "certificate", SampleLedger.Transaction, VoteTwice),
        ("epoch left out", "do not lead", SampleLedger.Transaction, file => file["epochs"] = new JsonArray()),
        ("epoch twice", "not in its place", SampleLedger.Transaction,
            file => file["epochs"]!.AsArray().Add(file["epochs"]![0]!.DeepClone())),
        ("vote for an epoch", "did not certify", SampleLedger.Transaction, file => FlipItem(file, "epochs", 0, 300)),
        ("chain", "of chain", SampleLedger.Present, file => Flip(file, "chainId", 0)),
        ("value", "this value", SampleLedger.Present, file => Flip(file, "value", 0)),
        ("key", "this value", SampleLedger.Present, file => Flip(file, "key", 5)),
        ("contract", "this value", SampleLedger.Present, file => file["contract"] = "wallets"),
        ("border of contract and key", "zero character", SampleLedger.Present, MoveBorder),
        ("absence of what is there", "was absent", SampleLedger.Present, file => file["value"] = null),
        ("sibling", "this value", SampleLedger.Present, file => FlipItem(file, "siblings", 0, 7)),
        ("value of what is absent", "this value", () => SampleLedger.Absent(besideLeaf: false), file => file["value"] = ""),
        ("other leaf", "was absent", () => SampleLedger.Absent(besideLeaf: true), file => Flip(file, "otherLeafPath", -1)),
        ("own leaf as another", "was absent", SampleLedger.Present, file => OwnLeafAsOther(file, 64)),
        ("own leaf cut elsewhere", "malformed", SampleLedger.Present, file => OwnLeafAsOther(file, 66)),
    ];

    [Fact]
    public void EachForgeryIsRefusedByBothCheckersWithItsReason()
    {
        var folder = Directory.CreateTempSubdirectory("forged-");
        try
        {
            var files = new List<string>();
            foreach (var (name, words, make, change) in Forgeries)
            {
                var file = JsonNode.Parse(ProofFile.Encode(make()))!;
                change(file);
                var bytes = Encoding.UTF8.GetBytes(file.ToJsonString());
                Assert.Contains(words, Flaw(bytes), StringComparison.Ordinal);
                files.Add(Path.Combine(folder.FullName, $"{files.Count}.json"));
                File.WriteAllBytes(files[^1], bytes);
            }

            var (status, lines) = IndependentChecker.Run(Path.Combine(IndependentChecker.Vectors, "genesis.json"), files);
            Assert.Equal((1, files.Count), (status, lines.Length));
            Assert.All(lines, line => Assert.Contains("does not hold:", line, StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void AForeignGenesisIsRefusedByBothCheckers()
    {
        var genesis = Encoding.UTF8.GetString(SampleLedger.GenesisFile).Replace("sample", "simple", StringComparison.Ordinal);
        var (document, chainId) = GenesisDocument.Parse(Encoding.UTF8.GetBytes(genesis));
        Assert.Contains(
            "of chain", SampleLedger.Transaction().FirstFlaw(Ed25519.Instance, chainId, document.ToMembership()),
            StringComparison.Ordinal);
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, genesis);
            var (status, lines) = IndependentChecker.Run(file, Path.Combine(IndependentChecker.Vectors, "receipt.json"));
            Assert.Equal(1, status);
            Assert.Contains("another chain", Assert.Single(lines), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void TooFewVotesOfTheRightMembersAreNoQuorum()
    {
        var proof = SampleLedger.Present();
        foreach (var votes in new[] { 0, 1, 3 })
        {
            var at = proof.At with { Certificate = SampleLedger.CertifyByLater(proof.At.Header, votes) };
            Assert.Contains("quorum", Check(proof with { At = at }), StringComparison.Ordinal);
        }

        var all = proof.At with { Certificate = SampleLedger.CertifyByLater(proof.At.Header, 5) };
        Assert.Null(Check(proof with { At = all }));
    }

    [Fact]
    public void EveryByteOfEveryFieldCounts()
    {
        var changes = 0;
        LedgerProof[] proofs = [SampleLedger.Transaction(), SampleLedger.Present(), SampleLedger.Absent(besideLeaf: true)];
        foreach (var proof in proofs)
        {
            var text = Encoding.UTF8.GetString(ProofFile.Encode(proof));
            for (var i = text.IndexOf("\"chainId\": \"", StringComparison.Ordinal) + 12; i < text.Length; i++)
            {
                if (!char.IsAsciiHexDigitLower(text[i]) || !char.IsAsciiHexDigitLower(text[i - 1]) ||
                    !char.IsAsciiHexDigitLower(text[i + 1]) || IsName(text, i))
                {
                    continue;
                }

                var changed = text[..i] + (text[i] == '0' ? '1' : '0') + text[(i + 1)..];
                Assert.NotEqual("", Flaw(Encoding.UTF8.GetBytes(changed)));
                changes++;
            }
        }

        Assert.True(changes > 4000, $"only {changes} bytes were changed");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"format\": 7}")]
    [InlineData("{\"format\": \"ledger-receipt/2\"}")]
    [InlineData("{\"format\": \"ledger-value/1\"}")]
    [InlineData("{\"format\": \"ledger-receipt/1\", \"\\ud800\": 1}")]
    public void WhatIsNoProofIsRefusedInOneLine(string text)
    {
        Assert.Null(ProofFile.TryDecode(Encoding.UTF8.GetBytes(text), out var flaw));
        Assert.NotEqual("", flaw);
        Assert.DoesNotContain('\n', flaw);
    }

    [Fact]
    public void AnythingCutOddlyIsRefusedWithoutAnException()
    {
        var file = ProofFile.Encode(SampleLedger.Absent(besideLeaf: true));
        for (var length = 0; length < file.Length; length++)
        {
            Assert.NotEqual("", Flaw(file[..length]));
        }

        foreach (var (from, to) in new[]
                 {
                     ("\"wallet\"", "\"\\ud800\""), ("\"wallet\"", "null"), ("\"wallet\"", "7"), ("\"epochs\": [", "\"epochs\": [null,"),
                     ("\"siblings\": [", "\"siblings\": [[[[[[]]]]],"), ("\"key\"", "\"contract\""), ("\"key\"", "\"keys\""),
                 })
        {
            var text = Encoding.UTF8.GetString(file).Replace(from, to, StringComparison.Ordinal);
            Assert.NotEqual("", Flaw(Encoding.UTF8.GetBytes(text)));
        }
    }

    [Fact]
    public void MoreThanAProofCanHaveIsNotLookedAt()
    {
        Assert.Null(ProofFile.TryDecode(new byte[ProofFile.SizeMax + 1], out var flaw));
        Assert.Contains("at most", flaw, StringComparison.Ordinal);
        var proof = SampleLedger.Present();
        var many = proof.At with { Epochs = [.. Enumerable.Repeat(SampleLedger.End(), HeaderProof.EpochsMax + 1)] };
        Assert.Contains("at most", Flaw(ProofFile.Encode(proof with { At = many })), StringComparison.Ordinal);
        Assert.Contains("at most", Check(proof with { At = many }), StringComparison.Ordinal);
    }

    private static string? Check(LedgerProof proof) =>
        proof.FirstFlaw(Ed25519.Instance, SampleLedger.ChainId, SampleLedger.Genesis);

    private static string Flaw(byte[] file) => ProofFile.TryDecode(file, out var flaw) is { } proof ? Check(proof) ?? "" : flaw;

    /// <summary>Whether the place belongs to a member's name or to a text that is no hexadecimal one.</summary>
    private static bool IsName(string text, int at)
    {
        var start = text.LastIndexOf('"', at);
        var end = text.IndexOf('"', at);
        return text[end + 1] == ':' || text[(start + 1)..end].Any(c => !char.IsAsciiHexDigitLower(c));
    }

    private static void Flip(JsonNode file, string member, int index) =>
        file[member] = Flipped((string)file[member]!, index);

    private static void FlipItem(JsonNode file, string member, int item, int index) =>
        file[member]![item] = Flipped((string)file[member]![item]!, index);

    private static string Flipped(string hex, int index)
    {
        var bytes = Convert.FromHexString(hex);
        bytes[index < 0 ? bytes.Length + index : index] ^= 1;
        return Convert.ToHexStringLower(bytes);
    }

    private static void BelowQuorum(JsonNode file)
    {
        var bytes = Convert.FromHexString((string)file["certificate"]!);
        bytes[8]--;
        file["certificate"] = Convert.ToHexStringLower(bytes.AsSpan(0, bytes.Length - 66));
    }

    private static void VoteTwice(JsonNode file)
    {
        var bytes = Convert.FromHexString((string)file["certificate"]!);
        bytes.AsSpan(bytes.Length - 132, 66).CopyTo(bytes.AsSpan(bytes.Length - 66));
        file["certificate"] = Convert.ToHexStringLower(bytes);
    }

    private static void MoveBorder(JsonNode file)
    {
        // The whole key stays the same bytes: wallet | 0 | account | 0 | cell1/home-1 | 0.
        file["contract"] = "wallet\0account";
        file["key"] = ((string)file["key"]!)[16..];
    }

    /// <summary>The key's own leaf in the place of another's, its 64 bytes cut in two at a place.</summary>
    private static void OwnLeafAsOther(JsonNode file, int digits)
    {
        byte[] wholeKey = [.. "wallet\0"u8, .. SampleLedger.PresentKey];
        var leaf = $"{StateTree.PathOf(wholeKey)}{Digest.Of(SampleLedger.Value)}";
        file["value"] = null;
        file["otherLeafPath"] = leaf[..digits];
        file["otherLeafValueHash"] = leaf[digits..];
    }
}
