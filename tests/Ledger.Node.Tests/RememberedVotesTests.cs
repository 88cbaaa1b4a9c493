using Ledger.Node.Consensus;
using Ledger.Primitives;

namespace Ledger.Node.Tests;

public sealed class RememberedVotesTests
{
    private readonly CountingVerifier _inner = new();
    private readonly RememberedVotes _votes;

    public RememberedVotesTests()
    {
        _votes = new RememberedVotes(_inner);
    }

    [Fact]
    public void A_valid_vote_is_checked_once()
    {
        Assert.True(_votes.Verify(Key(1), Message(96), Signature(7)));
        Assert.True(_votes.Verify(Key(1), Message(96), Signature(7)));
        Assert.Equal(1, _inner.Calls);
    }

    [Fact]
    public void Another_key_message_or_signature_is_another_vote()
    {
        Assert.True(_votes.Verify(Key(1), Message(96), Signature(7)));
        Assert.True(_votes.Verify(Key(2), Message(96), Signature(7)));
        Assert.True(_votes.Verify(Key(1), Message(97), Signature(7)));
        Assert.True(_votes.Verify(Key(1), Message(96), Signature(8)));
        Assert.Equal(4, _inner.Calls);
    }

    [Fact]
    public void An_invalid_vote_is_never_believed()
    {
        _inner.Answer = false;
        Assert.False(_votes.Verify(Key(1), Message(96), Signature(7)));
        Assert.False(_votes.Verify(Key(1), Message(96), Signature(7)));
        _inner.Answer = true;
        Assert.True(_votes.Verify(Key(1), Message(96), Signature(7)));
        Assert.Equal(3, _inner.Calls);
    }

    [Fact]
    public void Long_messages_and_malformed_ones_are_left_to_the_verifier()
    {
        var size = RememberedVotes.MessageSizeMax + 1;
        Assert.True(_votes.Verify(Key(1), Message(size), Signature(7)));
        Assert.True(_votes.Verify(Key(1), Message(size), Signature(7)));
        _inner.Answer = false;
        Assert.False(_votes.Verify(new byte[31], Message(96), Signature(7)));
        Assert.Equal(3, _inner.Calls);
    }

    [Fact]
    public void What_is_remembered_is_bounded()
    {
        var message = new byte[96];
        for (var i = 0; i <= 2 * NodeLimits.RememberedVotesMax; i++)
        {
            BitConverter.TryWriteBytes(message, i);
            _votes.Verify(Key(1), message, Signature(7));
        }

        var calls = _inner.Calls;
        BitConverter.TryWriteBytes(message, 0);
        _votes.Verify(Key(1), message, Signature(7));
        Assert.Equal(calls + 1, _inner.Calls);
        BitConverter.TryWriteBytes(message, 2 * NodeLimits.RememberedVotesMax);
        _votes.Verify(Key(1), message, Signature(7));
        Assert.Equal(calls + 1, _inner.Calls);
    }

    private static byte[] Key(byte value) => [.. Enumerable.Repeat(value, 32)];

    private static byte[] Message(int size) => new byte[size];

    private static byte[] Signature(byte value) => [.. Enumerable.Repeat(value, 64)];

    private sealed class CountingVerifier : IEd25519Verifier
    {
        public int Calls { get; private set; }

        public bool Answer { get; set; } = true;

        public bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
        {
            Calls++;
            return Answer;
        }
    }
}
