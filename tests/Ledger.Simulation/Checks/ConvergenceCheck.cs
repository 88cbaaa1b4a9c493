using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// Once everything is healed, every correct request whose window has not passed is executed, no change of members stays
/// half done, and all correct replicas stand at the same head with the same state.
/// </summary>
internal sealed class ConvergenceCheck
{
    /// <summary>Simulated milliseconds that the network has for it.</summary>
    public const long Budget = 60_000;

    /// <summary>Whether it is done.</summary>
    public bool Holds(Cluster cluster)
    {
        if (cluster.Workload.Count > 0 || cluster.Chain.Change != null)
        {
            return false;
        }

        foreach (var node in cluster.Nodes)
        {
            if (!node.IsByzantine && !node.IsDead && FlawOf(node, cluster) != null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Throws unless it is done; compares the states.</summary>
    public void Require(Cluster cluster)
    {
        if (!Holds(cluster))
        {
            throw new SimulationFailedException(
                "convergence", $"no agreement within {Budget} ms of healing: {Describe(cluster)}");
        }

        foreach (var node in cluster.Nodes)
        {
            if (node.IsByzantine || node.IsDead)
            {
                continue;
            }

            var contents = node.Disk.Contents;
            if (contents.State.ComputeRoot() != contents.Head!.StateRoot)
            {
                throw new SimulationFailedException("state root", $"{node.Label} has another state than its head says");
            }

            cluster.Checks.Ledger.OnState(node.Label, contents.State);
        }
    }

    /// <summary>Whether all of these requests are executed; throws when the window of one has passed.</summary>
    public bool RequireServed(Cluster cluster, IReadOnlyList<Transaction> requests)
    {
        var isServed = true;
        foreach (var request in requests)
        {
            if (cluster.Checks.Transactions.IsExecuted(request.Id))
            {
                continue;
            }

            isServed = false;
            if (cluster.Chain.Height >= request.Body.ValidUntil)
            {
                throw new SimulationFailedException(
                    "no starvation",
                    $"a request of {request.Body.Account} waited from {request.Body.ValidFrom} to " +
                    $"{request.Body.ValidUntil} while others were served\n{Describe(cluster)}");
            }
        }

        return isServed;
    }

    private static string? FlawOf(SimulatedNode node, Cluster cluster)
    {
        if (node.Status is not { } status)
        {
            return "down";
        }

        var isMember = cluster.Chain.Epoch.Membership.Find(node.Name) != null;
        return status.Head.Value != cluster.Chain.Height || node.Disk.Contents.Height != cluster.Chain.Height ? "behind"
            : node.HasLostDisk && isMember ? "has not rejoined"
            : isMember && status.Mode is ReplicaMode.Observer ? "does not know that it is a member"
            : null;
    }

    private static string Describe(Cluster cluster)
    {
        var lines = new List<string>
        {
            $"at {cluster.Time.Now} ms {cluster.Workload.Count} requests wait, " +
            $"height {cluster.Chain.Height}, change behind {cluster.Chain.Change?.After.ToString() ?? "nothing"}",
        };
        foreach (var node in cluster.Nodes)
        {
            var status = node.Status;
            lines.Add(
                $"  {node.Label}{(node.IsByzantine ? " (faulty)" : "")}{(node.IsDead ? " (dead)" : "")}: " +
                (status == null ? "down" :
                    $"{FlawOf(node, cluster) ?? "fine"}, {status.Mode} v={status.View} head={status.Head} " +
                    $"committed={status.Committed} h={status.LowWatermark} H={status.HighWatermark} " +
                    $"epoch={status.Epoch.Base} n={status.Epoch.Membership.Count} self={status.Self} " +
                    $"requests={status.RequestCount} change={status.PendingChange?.After}"));
        }

        return string.Join('\n', lines);
    }
}
