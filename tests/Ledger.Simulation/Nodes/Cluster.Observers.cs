using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>What nodes tell the cluster, and which checks and counts follow.</summary>
internal sealed partial class Cluster
{
    private ulong _countedChange;

    /// <summary>An honest node sends a message.</summary>
    public void OnSent(SimulatedNode node, OutgoingMessage message)
    {
        if (node.Epoch.Membership.Find(node.Name) is { } self)
        {
            Checks.Contradictions.OnSent(node.Number, node.Epoch.Base.Value, self, message);
        }

        if (message.Kind == MessageKind.NewView && HasConflict(message))
        {
            Count(CoverageKind.PreparedConflict);
        }

        Sent?.Invoke(node, message);
    }

    /// <summary>A node has taken a turn.</summary>
    public void OnTurn(SimulatedNode node, Replica replica, ReplicaStatus? before)
    {
        if (!node.IsByzantine)
        {
            Checks.Watermarks.OnTurn(node.Label, before, node.Status!);
            Checks.Memory.OnTurn(node.Label, node.Status!, node.Disk.Contents.Records.Count);
            Checks.Memory.OnTurn(node.Label, replica);
        }
    }

    /// <summary>A node writes a stable checkpoint down.</summary>
    public void OnStableRecord(SimulatedNode node, byte[] record, Epoch epoch)
    {
        if (!node.IsByzantine)
        {
            Checks.Certificates.OnStable(node.Label, record, epoch);
        }
    }

    /// <summary>A node is about to store a block.</summary>
    public void OnBlock(SimulatedNode node, Block block, MembershipChange? change)
    {
        if (node.IsByzantine)
        {
            return;
        }

        var height = block.Header.Height.Value;
        var isFirst = Chain.Add(node.Label, block, change);
        Checks.Certificates.OnBlock(node.Label, block, Chain.MembersAt(height));
        if (!isFirst)
        {
            return;
        }

        Checks.Transactions.OnBlock(block);
        Checks.Ledger.OnBlock(block);
        Count(CoverageKind.Block);
        var isNull = block.Header.TransactionCount == 0 && height > 1 &&
            block.Header.TimeMilliseconds == Chain.Blocks[(int)height - 2].Header.TimeMilliseconds;
        if (isNull)
        {
            Count(CoverageKind.NullBatch);
        }

        CountChange(change, height);
    }

    /// <summary>A node has stored a snapshot.</summary>
    public void OnSnapshot(SimulatedNode node, Snapshot snapshot)
    {
        if (!node.IsByzantine)
        {
            var last = snapshot.Blocks[^1];
            Chain.Add(node.Label, last, Chain.Change);
            Checks.Certificates.OnBlock(node.Label, last, Chain.MembersAt(last.Header.Height.Value));
        }
    }

    /// <summary>A node holds two messages that contradict each other.</summary>
    public void OnEvidence(SimulatedNode node, Evidence evidence)
    {
        if (!node.IsByzantine && !NodesNamed(evidence.Validator.Name)[0].IsByzantine)
        {
            throw new SimulationFailedException(
                "no contradiction",
                $"{node.Label} has evidence against {evidence.Validator.Name}, which is honest: {evidence}");
        }
    }

    /// <summary>A node sees a certified header that it did not compute.</summary>
    public void OnDivergence(SimulatedNode node, Divergence divergence)
    {
        if (!node.IsByzantine)
        {
            throw new SimulationFailedException("determinism", $"{node.Label} diverged: {divergence}");
        }
    }

    /// <summary>A node crashed at the point that was armed.</summary>
    public void OnCrashed(SimulatedNode node) => Crashed?.Invoke(node);

    private static bool HasConflict(OutgoingMessage message)
    {
        var prepared = new Dictionary<ulong, Digest>();
        if (Envelope.TryDecode(message.Bytes) is not { } envelope ||
            MessageVerifier.Decode(envelope) is not NewViewMessage newView)
        {
            return false;
        }

        foreach (var viewChange in newView.ViewChanges)
        {
            foreach (var certificate in viewChange.Prepared)
            {
                if (!prepared.TryAdd(certificate.Height.Value, certificate.Digest) &&
                    prepared[certificate.Height.Value] != certificate.Digest)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void CountChange(MembershipChange? change, ulong height)
    {
        if (change == null || change.After.Value < height || _countedChange == change.After.Value)
        {
            return;
        }

        _countedChange = change.After.Value;
        var (old, next) = (Chain.MembersAt(height), change.Next);
        if (next.Count != old.Count)
        {
            Count(next.Count > old.Count ? CoverageKind.MemberAdded : CoverageKind.MemberRemoved);
            return;
        }

        for (var i = 0; i < old.Count; i++)
        {
            var (before, after) = (old.Validators[i], next.Validators[i]);
            if (before.Name != after.Name)
            {
                Count(CoverageKind.MemberReplaced);
            }
            else if (!before.PublicKey.Span.SequenceEqual(after.PublicKey.Span))
            {
                Count(CoverageKind.KeyRotated);
            }
        }
    }
}
