using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>What the host does for the replica, effect by effect.</summary>
internal sealed partial class SimulatedNode
{
    private readonly List<WireMessage> _tampered = [];

    /// <summary>A block is about to be stored, whether from votes or from a peer.</summary>
    public void OnBlock(Block block, MembershipChange? change)
    {
        if (Cluster.Trace.IsOn)
        {
            Trace($"stores block {block.Header.Height} {block.Header.Hash.ToShortString()}, " +
                  $"{block.Batch.Transactions.Count} transactions");
        }

        Cluster.OnBlock(this, block, change);
    }

    /// <summary>A snapshot has been stored.</summary>
    public void OnSnapshot(Snapshot snapshot)
    {
        Cluster.Count(CoverageKind.Snapshot);
        Trace($"installs a snapshot of height {snapshot.Header.Height}");
        Cluster.OnSnapshot(this, snapshot);
    }

    private void CarryOut(ReplicaEffect effect)
    {
        switch (effect)
        {
            case Send send:
                Transmit(send.Message, send.To);
                break;
            case Broadcast broadcast:
                Transmit(broadcast.Message, null);
                break;
            case Execute execute:
                _worker!.Enqueue(new ExecutionWork.Execute(execute.Token, execute.Height, execute.Batch));
                break;
            case DropExecutions drop:
                _worker!.Enqueue(new ExecutionWork.Drop(drop.From));
                break;
            case CommitBlock commit:
                _worker!.Enqueue(new ExecutionWork.Commit(commit.Height, commit.Header, commit.Certificate));
                break;
            case CatchUp catchUp:
                StartCatchUp(catchUp);
                break;
            case Probe probe:
                Ask(probe.Peers);
                break;
            case EnterEpoch enter:
                Cluster.Count(CoverageKind.Reconfiguration);
                Enter(enter.Epoch);
                break;
            case Admission admission:
                if (admission.Result != AdmissionResult.Accepted)
                {
                    Cluster.Count(CoverageKind.RefusedRequest);
                }

                break;
            case Report report:
                OnReport(report.Event);
                break;
        }
    }

    private void Transmit(OutgoingMessage message, ReplicaId? to)
    {
        if (!IsByzantine)
        {
            Cluster.OnSent(this, message);
        }

        var wire = new WireMessage(message.Kind, message.Bytes);
        if (Cluster.Trace.IsOn && message.Kind != MessageKind.Status)
        {
            Trace($"sends {MessageText.Of(wire)} to {(to is { } id ? _peers[id.Value][0].Label : "all")}");
        }

        if (to is { } single)
        {
            TransmitTo(single.Value, wire);
            CrashAt(CrashPoint.BetweenSends);
            return;
        }

        for (var i = 0; i < _peers.Length && !CrashAt(CrashPoint.BetweenSends); i++)
        {
            TransmitTo(i, wire);
        }
    }

    private void TransmitTo(int replica, WireMessage wire)
    {
        foreach (var peer in _peers[replica])
        {
            if (peer.Number == Number)
            {
                continue;
            }

            if (Behaviours.Count == 0)
            {
                Cluster.Network.Transmit(this, peer, wire);
                continue;
            }

            _tampered.Clear();
            _tampered.Add(wire);
            foreach (var behaviour in Behaviours)
            {
                behaviour.Tamper(this, peer, wire, _tampered);
            }

            foreach (var bytes in _tampered)
            {
                Cluster.Network.Transmit(this, peer, bytes);
            }
        }
    }

    private void Ask(IReadOnlyList<ReplicaId> peers)
    {
        var epoch = Epoch.Base;
        foreach (var id in peers)
        {
            foreach (var peer in _peers[id.Value])
            {
                After(Random.Between(2, 8), () =>
                {
                    if (peer.IsUp && epoch == Epoch.Base && IsLinked(peer))
                    {
                        var head = new SequenceNumber(peer.Disk.Contents.Height);
                        foreach (var behaviour in peer.Behaviours)
                        {
                            head = behaviour.ClaimHead(peer, head);
                        }

                        Post(new Probed(id, head));
                    }
                });
            }
        }
    }

    // Calls go both ways.
    private bool IsLinked(SimulatedNode peer) =>
        Cluster.Network.IsConnected(this, peer) && Cluster.Network.IsConnected(peer, this);

    private void OnReport(ReplicaReport report)
    {
        if (Cluster.Trace.IsOn)
        {
            Trace(report.ToString()!);
        }

        switch (report)
        {
            case ViewChangeStarted:
                Cluster.Count(CoverageKind.ViewChange);
                break;
            case ViewChanged:
                Cluster.Count(CoverageKind.NewView);
                break;
            case CheckpointStable:
                Cluster.Count(CoverageKind.Checkpoint);
                break;
            case ProposalRejected:
                Cluster.Count(CoverageKind.RefusedProposal);
                break;
            case BatchVoided:
                Cluster.Count(CoverageKind.VoidedBatch);
                break;
            case Evidence evidence:
                Cluster.Count(CoverageKind.Evidence);
                Cluster.OnEvidence(this, evidence);
                break;
            case Divergence divergence:
                Cluster.OnDivergence(this, divergence);
                break;
        }
    }
}
