using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// An adversary that owns the network and watches it: one replica alone prepares and is cut off at once; in the next
/// view another one alone prepares something else; then both take part in the view change after that, which has to
/// choose (§4.4: the highest view wins). In half of the cases the second one prepares only at other heights than the
/// first, so that the new view puts batches of different views one above the other.
/// </summary>
internal sealed class SplitPreparedFault : Fault
{
    private const int PatienceMax = 2500;

    /// <inheritdoc/>
    public override void Strike(FaultScene scene)
    {
        var (first, second) = (scene.AnyNode(), scene.AnyNode());
        if (scene.HasAdversary || first.Number == second.Number || first.IsByzantine || second.IsByzantine)
        {
            return;
        }

        scene.HasAdversary = true;
        var plot = new Plot(scene, first, second, scene.Random.Chance(50));
        plot.Begin();
        scene.After(PatienceMax, plot.End);
    }

    private sealed class Plot(FaultScene scene, SimulatedNode first, SimulatedNode second, bool isAbove)
    {
        private readonly SimulatedNetwork _network = scene.Cluster.Network;
        private readonly List<SimulatedNode> _away = [];
        private readonly HashSet<SequenceNumber> _proposed = [];
        private bool _isOver;
        private bool _isSecond;
        private bool _isChoice;
        private ulong _view;
        private ViewNumber _next;

        public void Begin()
        {
            scene.Trace($"only {first} hears PREPARE");
            _network.Heal();
            _network.Conditions.Funnel = new PrepareFunnel(first, 0, null);
            scene.Cluster.Sent = OnSent;
        }

        public void End()
        {
            if (_isOver)
            {
                return;
            }

            _isOver = true;
            scene.HasAdversary = false;
            scene.Cluster.Sent = null;
            _network.Conditions.Funnel = null;
            _network.Isolate(first, false);
            foreach (var node in _away)
            {
                _network.Isolate(node, false);
            }
        }

        private void OnSent(SimulatedNode node, OutgoingMessage message)
        {
            switch (message.Kind)
            {
                case MessageKind.PrePrepare when !_isSecond:
                    _proposed.Add(VoteOf(message).Height);
                    break;
                case MessageKind.Commit when !_isSecond && node == first:
                    OnFirstPrepared(message);
                    break;
                case MessageKind.ViewChange when _isSecond && !_isChoice && node.View.Value > _view + 1:
                    OnNextViewChange(node.View);
                    break;
                case MessageKind.NewView when _isChoice && IsOfNextView(message):
                    scene.Trace("the plot ends");
                    End();
                    break;
            }
        }

        private bool IsOfNextView(OutgoingMessage message) =>
            MessageVerifier.Decode(Envelope.TryDecode(message.Bytes)!.Value) is NewViewMessage newView &&
            newView.View >= _next;

        // The view after that of the first is over, and nobody has heard of it yet. Both go on together, and f others
        // are away, so that no quorum for the next view is without either of them.
        private void OnNextViewChange(ViewNumber next)
        {
            _isChoice = true;
            _next = next;
            scene.Cluster.Count(CoverageKind.SplitPrepared);
            _network.Isolate(first, false);
            _network.Conditions.Funnel = null;
            var members = second.Epoch.Membership;
            var primary = members.Validators[members.Primary(next).Value].Name;
            foreach (var node in scene.Cluster.Nodes)
            {
                if (_away.Count < members.FaultsMax && node != first && node != second && node.Name != primary &&
                    members.Find(node.Name) != null)
                {
                    _away.Add(node);
                    _network.Isolate(node, true);
                }
            }

            scene.Trace($"{first} is back, {string.Join(", ", _away)} away");
        }

        private void OnFirstPrepared(OutgoingMessage message)
        {
            // What was proposed before may be prepared by others too.
            var (view, height, _) = VoteOf(message);
            if (!_proposed.Contains(height))
            {
                return;
            }

            if (first.Epoch.Membership.Primary(view.Next) == first.Epoch.Membership.Find(first.Name))
            {
                // Nothing would be prepared in the next view without its primary.
                End();
                return;
            }

            _isSecond = true;
            _view = view.Value;
            _network.Isolate(first, true);
            _network.Conditions.Funnel = new PrepareFunnel(
                second, view.Next.Value, isAbove ? height.Value % 4 : null);
            scene.Trace($"{first} has prepared {height} and is cut off; only {second} hears PREPARE");
        }

        private static (ViewNumber View, SequenceNumber Height, Digest Digest) VoteOf(OutgoingMessage message) =>
            OrderingVote.TryDecode(Envelope.TryDecode(message.Bytes)!.Value.Body.Span)!.Value;
    }
}
