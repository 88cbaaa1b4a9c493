using Ledger.Consensus.Tests.Paper;
using Ledger.Consensus.Tests.Support;
using Ledger.Primitives;

namespace Ledger.Consensus.Tests;

/// <summary>PITFALLS.md 7 and 11: what peers can reach never throws, and says who it is from.</summary>
public sealed class CodecTests
{
    private readonly ReplicaHarness _harness = new();

    [Fact]
    public void Every_kind_is_accepted_as_made_and_reencodes_to_the_same_bytes()
    {
        var kinds = new SortedSet<MessageKind>();
        foreach (var (peer, bytes) in Samples())
        {
            var message = _harness.Chain.Verifier.TryVerify(bytes, ReplicaHarness.Id(peer), out var reason);
            Assert.True(message != null, reason);
            Assert.Equal(bytes, Envelope.TryDecode(bytes)!.Value.Encode());
            kinds.Add(message.Kind);
        }

        Assert.Equal(Enum.GetValues<MessageKind>(), kinds);
    }

    [Fact]
    public void Only_a_new_view_may_be_relayed_and_only_members_speak()
    {
        foreach (var (peer, bytes) in Samples())
        {
            var relayed = _harness.Chain.Verifier.TryVerify(bytes, ReplicaHarness.Id((peer + 1) % 4), out _);
            Assert.Equal((MessageKind)bytes[0] == MessageKind.NewView, relayed != null);
            Assert.Null(_harness.Chain.Verifier.TryVerify(bytes, ReplicaHarness.Id(4), out _));
        }
    }

    [Fact]
    public void A_transaction_with_a_false_signature_spoils_its_message()
    {
        var transaction = _harness.Chain.NewTransaction();
        var encoded = transaction.Encoded.ToArray();
        encoded[^1] ^= 1;
        var forged = Transaction.TryDecode(encoded)!;
        Assert.Equal(transaction.Id, forged.Id);
        var known = new HashSet<Digest> { MessageVerifier.KnownKeyOf(transaction) };
        var verifier = new MessageVerifier(
            new FakeVerifier(), Epoch.First(TestChain.Id, _harness.Chain.Membership), known.Contains, key => known.Add(key));
        var bytes = _harness.PrePrepare(0, 1, _harness.NewBatch(1, forged));
        Assert.Null(verifier.TryVerify(bytes, ReplicaHarness.Id(0), out var reason));
        Assert.Equal("invalid content", reason);
        Assert.NotNull(verifier.TryVerify(
            _harness.PrePrepare(0, 1, _harness.NewBatch(1, transaction)), ReplicaHarness.Id(0), out _));
    }

    // With a verifier that believes everything, so that the mutated bodies are decoded too.
    [Fact]
    public void Mutated_messages_never_throw_and_mutated_signed_bytes_are_never_accepted()
    {
        var random = new SeededRandom(11);
        var credulous = new MessageVerifier(
            new CredulousVerifier(), Epoch.First(TestChain.Id, _harness.Chain.Membership), _ => false, _ => { });
        var replica = new ReplicaHarness();
        var accepted = 0;
        foreach (var (peer, bytes) in Samples())
        {
            for (var round = 0; round < 2_000; round++)
            {
                var mutated = Mutate(bytes, random);
                Assert.True(
                    mutated.AsSpan().SequenceEqual(bytes) ||
                    _harness.Chain.Verifier.TryVerify(mutated, ReplicaHarness.Id(peer), out _) == null);
                if (credulous.TryVerify(mutated, ReplicaHarness.Id(peer), out _) is { } message)
                {
                    accepted++;
                    // Certificates that nobody signed would break what the replica rightly takes for granted.
                    if (message.Kind is not
                        (MessageKind.NewView or MessageKind.StableCheckpoint or MessageKind.ViewChange))
                    {
                        replica.Step(new Received(message));
                    }
                }
            }
        }

        Assert.True(accepted > 1_000, "the mutations must reach beyond the envelope");
    }

    private static byte[] Mutate(byte[] bytes, SeededRandom random)
    {
        var mutated = bytes.ToArray();
        switch (random.Below(4))
        {
            case 0:
                return mutated[..random.Below(mutated.Length)];
            case 1:
                return [.. mutated, (byte)random.Below(256)];
            default:
                for (var i = random.Below(4); i >= 0; i--)
                {
                    mutated[random.Below(mutated.Length)] = random.Chance(30) ? (byte)255 : (byte)random.Below(256);
                }

                return mutated;
        }
    }

    private IEnumerable<(int Peer, byte[] Bytes)> Samples()
    {
        var batch = _harness.NewBatch(1);
        var stable = _harness.Stable(4, Digest.Of("header"u8), 0, 1, 3);
        var prepared = _harness.Prepared(0, 6, batch.Digest, 1, 2);
        yield return (0, _harness.PrePrepare(0, 1, batch));
        yield return (2, _harness.Vote(MessageKind.Prepare, 2, 0, 1, batch.Digest));
        yield return (3, _harness.Vote(MessageKind.Commit, 3, 0, 1, batch.Digest));
        yield return (3, _harness.Sign(3, MessageKind.Checkpoint, CheckpointMessage.EncodeBody(new(4), Digest.Zero)));
        yield return (3, ReplicaHarness.Encode(_harness.ViewChange(3, 1, stable, prepared)));
        yield return (1, _harness.NewView(
            1, [_harness.ViewChange(0, 1), _harness.ViewChange(2, 1), _harness.ViewChange(3, 1, stable, prepared)]));
        yield return (2, _harness.Sign(
            2, MessageKind.Status, StatusMessage.EncodeBody(new(1), true, new(2), new(0), [1, 2])));
        yield return (2, _harness.Sign(
            2, MessageKind.Transactions, TransactionsMessage.EncodeBody([_harness.Chain.NewTransaction()])));
        yield return (2, _harness.Sign(
            2, MessageKind.FetchBatch, FetchBatchMessage.EncodeBody(MessageKind.FetchBatch, new(1), batch.Digest)));
        yield return (2, _harness.Sign(
            2,
            MessageKind.BatchReply,
            FetchBatchMessage.EncodeBody(MessageKind.BatchReply, new(1), batch.Digest),
            batch.Encode()));
        yield return (2, _harness.Sign(2, MessageKind.StableCheckpoint, StableCheckpointMessage.EncodeBody(stable)));
    }

    private sealed class CredulousVerifier : IEd25519Verifier
    {
        public bool Verify(
            ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) => true;
    }
}
