using System.Text;
using Google.Protobuf;
using Ledger.Client.Tests.Harness;
using Ledger.Primitives;
using Wire = Ledger.Protocol.V1;

namespace Ledger.Client.Tests;

/// <summary>L10: a client believes nothing that is not proven.</summary>
public sealed class QueryTests(Consortium consortium) : IClassFixture<Consortium>
{
    private const string Key = "wallet\0alice";

    private static readonly byte[] Value = [1, 2, 3];
    private static readonly TinyState State = new((Key, Value), ("wallet\0bob", [4]), ("market\0x", [5]), ("a\0b", [6]));

    [Fact]
    public async Task AProvenValueIsGivenWithItsHeader()
    {
        var read = await AskAsync(State.Answer(consortium, Key, Value));

        Assert.Equal(Value, read.Value);
        Assert.Equal(9UL, read.Header.Height.Value);
        Assert.Equal(State.Root, read.Header.StateRoot);
    }

    [Fact]
    public async Task AbsenceIsProvenToo()
    {
        foreach (var key in new[] { "carol", "dave", "erin", "frank" })
        {
            var read = await AskAsync(State.Answer(consortium, "wallet\0" + key, null), key);

            Assert.False(read.Found);
        }
    }

    [Fact]
    public async Task AnotherValueIsRefused() => await RefusedAsync(State.Answer(consortium, Key, [1, 2, 4]), "this value");

    [Fact]
    public async Task AProofOfAnotherKeyIsRefused() =>
        await RefusedAsync(State.Answer(consortium, "wallet\0bob", [4]), "this value");

    [Fact]
    public async Task AbsenceOfAPresentKeyIsRefused() => await RefusedAsync(State.Answer(consortium, Key, null), "is absent");

    [Fact]
    public async Task EveryChangedHashOfTheProofIsRefused()
    {
        var siblings = State.Answer(consortium, Key, Value).Proof.Siblings.Count;
        Assert.InRange(siblings, 1, 256);
        for (var i = 0; i < siblings; i++)
        {
            var answer = State.Answer(consortium, Key, Value);
            answer.Proof.Siblings[i] = Flip(answer.Proof.Siblings[i], 31);
            await RefusedAsync(answer, "this value");
        }
    }

    [Fact]
    public async Task TooFewVotesAreRefused() => await RefusedAsync(State.Answer(consortium, Key, Value, votes: 2), "quorum");

    [Fact]
    public async Task AVoteCountedTwiceIsRefused()
    {
        var answer = State.Answer(consortium, Key, Value);
        answer.Header.Certificate.Votes[2] = answer.Header.Certificate.Votes[1];

        await RefusedAsync(answer, "quorum");
    }

    [Fact]
    public async Task AForgedVoteIsRefused()
    {
        var answer = State.Answer(consortium, Key, Value);
        answer.Header.Certificate.Votes[1].Signature_ = Flip(answer.Header.Certificate.Votes[1].Signature_, 3);

        await RefusedAsync(answer, "quorum");
    }

    [Fact]
    public async Task VotesOfAnotherViewAreRefused()
    {
        var answer = State.Answer(consortium, Key, Value);
        answer.Header.Certificate.View++;

        await RefusedAsync(answer, "quorum");
    }

    [Fact]
    public async Task VotesForAnotherChainAreRefused()
    {
        var header = consortium.Header(9, State.Root);
        var certificate = consortium.Certify(header, chainId: Digest.Of("other"u8));

        await RefusedAsync(TinyState.Message(header, certificate, State.Prove(Key), Value), "quorum");
    }

    [Fact]
    public async Task EveryChangedByteOfTheHeaderIsRefused()
    {
        for (var i = 0; i < BlockHeader.Size; i += 7)
        {
            var answer = State.Answer(consortium, Key, Value);
            answer.Header.Header = Flip(answer.Header.Header, i);
            await RefusedAsync(answer, "");
        }
    }

    [Fact]
    public async Task MissingPartsAreRefused()
    {
        await RefusedAsync(new Wire.QueryResponse { Found = true }, "malformed");
        var noProof = State.Answer(consortium, Key, Value);
        noProof.Proof = null;
        await RefusedAsync(noProof, "malformed");
        var shortHash = State.Answer(consortium, Key, Value);
        shortHash.Proof.Siblings[0] = ByteString.CopyFrom(1, 2);
        await RefusedAsync(shortHash, "malformed");
        var farReplica = State.Answer(consortium, Key, Value);
        farReplica.Header.Certificate.Votes[0].Replica = 70_000;
        await RefusedAsync(farReplica, "malformed");
    }

    [Fact]
    public async Task ANodeCannotTakeTheClientBack()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        node.OnQuery = _ => State.Answer(consortium, Key, Value, height: 9);
        await client.QueryAsync("wallet", Encoding.UTF8.GetBytes("alice"));
        node.OnQuery = _ => State.Answer(consortium, Key, Value, height: 8);

        var refused = await Assert.ThrowsAsync<LedgerException>(
            () => client.QueryAsync("wallet", Encoding.UTF8.GetBytes("alice")));

        Assert.Equal(LedgerError.Unproven, refused.Code);
        Assert.Contains("older than block 9", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStateBelowTheHeightAskedForIsRefused()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        node.OnQuery = _ => State.Answer(consortium, Key, Value, height: 9);

        var refused = await Assert.ThrowsAsync<LedgerException>(
            () => client.QueryAsync("wallet", Encoding.UTF8.GetBytes("alice"), new SequenceNumber(10)));

        Assert.Equal(LedgerError.Unproven, refused.Code);
    }

    private static ByteString Flip(ByteString bytes, int index)
    {
        var copy = bytes.ToByteArray();
        copy[index] ^= 1;
        return ByteString.CopyFrom(copy);
    }

    private async Task<ProvenValue> AskAsync(Wire.QueryResponse answer, string key = "alice")
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        node.OnQuery = request =>
        {
            Assert.Equal("wallet", request.Contract);
            Assert.Equal(key, request.Key.ToStringUtf8());
            return answer;
        };
        return await client.QueryAsync("wallet", Encoding.UTF8.GetBytes(key));
    }

    private async Task RefusedAsync(Wire.QueryResponse answer, string reason)
    {
        var refused = await Assert.ThrowsAsync<LedgerException>(() => AskAsync(answer));
        Assert.Equal(LedgerError.Unproven, refused.Code);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }
}
