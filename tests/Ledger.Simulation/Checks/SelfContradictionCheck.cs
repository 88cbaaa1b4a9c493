using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// No honest identity contradicts itself, also across restarts: never two statements of one kind for one epoch, view
/// and height, and after a VIEW-CHANGE no new vote in a lower view. What was said counts from the moment it is sent.
/// </summary>
internal sealed class SelfContradictionCheck
{
    private readonly Dictionary<Statement, Digest> _said = [];
    private readonly Dictionary<(int Identity, ulong Epoch), ulong> _viewChanges = [];

    /// <summary>Statements remembered.</summary>
    public int Count => _said.Count;

    /// <summary>An honest identity sends a message.</summary>
    /// <param name="identity">Whose name it signs with; the same after a restart or a lost disk.</param>
    /// <param name="epoch">Base of the epoch.</param>
    /// <param name="self">Its place in the epoch.</param>
    /// <param name="message">What it sends.</param>
    public void OnSent(int identity, ulong epoch, ReplicaId self, OutgoingMessage message)
    {
        // A NEW-VIEW of another is only relayed.
        if (message.Kind > MessageKind.NewView || Envelope.TryDecode(message.Bytes) is not { } envelope ||
            envelope.Sender != self)
        {
            return;
        }

        if (message.Kind is MessageKind.PrePrepare or MessageKind.Prepare or MessageKind.Commit)
        {
            var (view, height, digest) = OrderingVote.TryDecode(envelope.Body.Span)!.Value;
            Vote(new Statement(identity, epoch, message.Kind, view.Value, height.Value), digest);
            return;
        }

        switch (MessageVerifier.Decode(envelope))
        {
            case CheckpointMessage checkpoint:
                Say(new Statement(identity, epoch, message.Kind, 0, checkpoint.Height.Value), checkpoint.HeaderHash);
                break;
            case ViewChangeMessage viewChange:
                var asked = viewChange.NewView.Value;
                Say(new Statement(identity, epoch, message.Kind, asked, 0), Digest.Of(envelope.Body.Span));
                _viewChanges[(identity, epoch)] = Math.Max(asked, _viewChanges.GetValueOrDefault((identity, epoch)));
                break;
            case NewViewMessage newView:
                OnNewView(identity, epoch, newView, Digest.Of(envelope.Body.Span));
                break;
        }
    }

    /// <summary>An ordering vote; a NEW-VIEW holds pre-prepares too.</summary>
    public void Vote(Statement statement, Digest digest)
    {
        if (!Say(statement, digest))
        {
            return;
        }

        var asked = _viewChanges.GetValueOrDefault((statement.Identity, statement.Epoch));
        if (statement.View < asked)
        {
            throw new SimulationFailedException(
                "no contradiction", $"{statement} is new, but the identity has asked for view {asked}");
        }
    }

    private void OnNewView(int identity, ulong epoch, NewViewMessage newView, Digest body)
    {
        var view = newView.View.Value;
        Say(new Statement(identity, epoch, MessageKind.NewView, view, 0), body);
        for (var i = 0; i < newView.Proposals.Count; i++)
        {
            var height = newView.Plan.Stable.Height.Value + (ulong)i + 1;
            Vote(new Statement(identity, epoch, MessageKind.PrePrepare, view, height), newView.Proposals[i].Digest);
        }
    }

    private bool Say(Statement statement, Digest digest)
    {
        if (_said.TryAdd(statement, digest))
        {
            return true;
        }

        return _said[statement] == digest
            ? false
            : throw new SimulationFailedException(
                "no contradiction",
                $"{statement} says {digest.ToShortString()} and said {_said[statement].ToShortString()}");
    }

    /// <summary>What a digest is said of.</summary>
    public readonly record struct Statement(int Identity, ulong Epoch, MessageKind Kind, ulong View, ulong Height);
}
