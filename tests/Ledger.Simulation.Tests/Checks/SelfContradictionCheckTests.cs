using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation.Tests.Checks;

/// <summary>The check of contradictions fails on an identity that says two things.</summary>
public sealed class SelfContradictionCheckTests
{
    private const int Identity = 2;
    private static readonly ReplicaId Self = new(2);
    private static readonly Digest A = Digest.Of([1]);
    private static readonly Digest B = Digest.Of([2]);
    private readonly SelfContradictionCheck _check = new();

    [Theory]
    [InlineData(MessageKind.PrePrepare)]
    [InlineData(MessageKind.Prepare)]
    [InlineData(MessageKind.Commit)]
    public void Two_votes_for_one_view_and_height_are_refused(MessageKind kind)
    {
        Say(Vote(kind, 1, 5, A));
        Say(Vote(kind, 1, 5, A));
        Say(Vote(kind, 1, 6, B));
        Say(Vote(kind, 2, 5, B));
        Refuses(Vote(kind, 1, 5, B));
    }

    [Fact]
    public void Two_checkpoints_of_one_height_are_refused()
    {
        Say(Checkpoint(4, A));
        Refuses(Checkpoint(4, B));
    }

    [Fact]
    public void Another_epoch_is_another_statement()
    {
        Say(Vote(MessageKind.Prepare, 1, 5, A));
        _check.OnSent(Identity, 20, Self, Vote(MessageKind.Prepare, 1, 5, B));
        Assert.Equal(2, _check.Count);
    }

    [Theory]
    [InlineData(MessageKind.PrePrepare)]
    [InlineData(MessageKind.Prepare)]
    [InlineData(MessageKind.Commit)]
    public void A_new_vote_in_a_view_that_was_left_is_refused(MessageKind kind)
    {
        Say(Vote(kind, 1, 5, A));
        Say(ViewChange(3));
        Say(Vote(kind, 1, 5, A));
        Say(Vote(kind, 3, 5, B));
        Refuses(Vote(kind, 2, 5, A));
    }

    [Fact]
    public void Two_view_changes_for_one_view_are_refused()
    {
        Say(ViewChange(3));
        Say(ViewChange(3));
        Refuses(ViewChange(3, stable: 4));
    }

    [Fact]
    public void A_new_view_binds_like_its_pre_prepares()
    {
        var certificate = new PreparedCertificate(default, new SequenceNumber(1), A, new byte[64], []);
        ViewChangeMessage[] changes =
        [
            ViewChangeMessage.TryDecode(
                new ReplicaId(0),
                ViewChangeMessage.EncodeBody(new ViewNumber(2), Stable(0), [certificate]), new byte[64])!,
        ];
        Say(Message(MessageKind.NewView, NewViewMessage.EncodeBody(
            new ViewNumber(2), changes, [new NewViewProposal(A, new byte[64])])));
        Refuses(Vote(MessageKind.PrePrepare, 2, 1, B));
    }

    [Fact]
    public void A_message_of_another_that_is_relayed_binds_nobody()
    {
        _check.OnSent(Identity, 0, new ReplicaId(1), Vote(MessageKind.Prepare, 1, 5, A));
        Assert.Equal(0, _check.Count);
    }

    private void Say(OutgoingMessage message) => _check.OnSent(Identity, 0, Self, message);

    private void Refuses(OutgoingMessage message) => Support.Refuses("no contradiction", () => Say(message));

    private static OutgoingMessage Vote(MessageKind kind, ulong view, ulong height, Digest digest)
    {
        var body = OrderingVote.Encode(new ViewNumber(view), new SequenceNumber(height), digest);
        return Message(kind, body, kind == MessageKind.PrePrepare ? [1] : []);
    }

    private static OutgoingMessage Checkpoint(ulong height, Digest hash) =>
        Message(MessageKind.Checkpoint, CheckpointMessage.EncodeBody(new SequenceNumber(height), hash));

    private static OutgoingMessage ViewChange(ulong view, ulong stable = 0) =>
        Message(MessageKind.ViewChange, ViewChangeMessage.EncodeBody(new ViewNumber(view), Stable(stable), []));

    private static StableCheckpoint Stable(ulong height) => new(new SequenceNumber(height), A, []);

    private static OutgoingMessage Message(MessageKind kind, byte[] body, byte[]? attachment = null) =>
        new(kind, new Envelope(kind, Self, body, new byte[64], attachment ?? []).Encode());
}
