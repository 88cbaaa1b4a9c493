using Ledger.Consensus;

namespace Ledger.Simulation;

/// <summary>What a scenario may look at; each answer is null when it is so, or what is so instead.</summary>
internal sealed partial class ClusterStage
{
    /// <summary>Something is so at each of some machines.</summary>
    public string? AtEach(IReadOnlyList<string> labels, Func<SimulatedNode, string?> flaw)
    {
        var nodes = Nodes(labels);
        foreach (var node in nodes)
        {
            if (flaw(node) is { } found)
            {
                return $"{node.Label}: {found}";
            }
        }

        return nodes.Count > 0 ? null : "no honest machine is up";
    }

    /// <summary>Something is so at each of some machines, which run.</summary>
    public string? AtEach(IReadOnlyList<string> labels, Func<ReplicaStatus, string?> flaw) =>
        AtEach(labels, node => node.Status is { } status ? flaw(status) : "it is down");

    /// <summary>Requests stand in the stored blocks, each once.</summary>
    public string? AreExecuted(IReadOnlyList<string> requests, IReadOnlyList<string> labels) => AtEach(labels, node =>
    {
        for (var i = 0; i < requests.Count; i++)
        {
            var id = Names.Request(requests[i]).Id;
            var times = node.Disk.Contents.Blocks.Sum(block => block.Batch.Transactions.Count(t => t.Id == id));
            if (times != 1)
            {
                return $"{requests[i]} is executed {times} times";
            }
        }

        return null;
    });

    /// <summary>All of them have the same head.</summary>
    public string? HaveSameHead(IReadOnlyList<string> labels)
    {
        var first = Nodes(labels)[0].Disk.Contents.Head;
        return AtEach(labels, node =>
            node.Disk.Contents.Head == first ? null : $"its head is {node.Disk.Contents.Height}, not {first?.Height}");
    }

    /// <summary>A machine has evidence against a validator.</summary>
    public static bool HasEvidence(SimulatedNode node, string offender) =>
        node.Status is { } status && status.Evidence.Any(evidence => evidence.Validator.Name == offender);

    /// <summary>A block holds the null request: no transactions, and the time of the block before.</summary>
    public string? IsNull(ulong height)
    {
        var blocks = Cluster.Chain.Blocks;
        if (height > Cluster.Chain.Height)
        {
            return $"the height is {Cluster.Chain.Height}";
        }

        var header = blocks[(int)height - 1].Header;
        var before = height > 1 ? blocks[(int)height - 2].Header.TimeMilliseconds : 0;
        return header.TransactionCount == 0 && header.TimeMilliseconds == before
            ? null : $"{header.TransactionCount} requests";
    }

    /// <summary>The coverage table has counted something of a name.</summary>
    public string? HasHappened(string name)
    {
        foreach (var kind in Enum.GetValues<CoverageKind>())
        {
            if (CoverageTable.NameOf(kind) == name)
            {
                return Cluster.Coverage.TimesOf(kind) > 0 ? null : "it has not";
            }
        }

        throw new ScenarioException($"nothing is called \"{name}\"");
    }

    /// <summary>Everything that clients wait for is done, and all honest machines agree.</summary>
    public string? HasConverged()
    {
        if (!Cluster.Checks.Convergence.Holds(Cluster))
        {
            return $"{Cluster.Workload.Count} requests wait; heights " +
                string.Join(' ', Cluster.Nodes.Select(node => $"{node.Label}={node.Disk.Contents.Height}"));
        }

        Cluster.Checks.Convergence.Require(Cluster);
        return null;
    }
}
