using Ledger.Node.Consensus;
using Ledger.Node.Execution;
using Ledger.Node.Gateway;
using Ledger.Node.Peers;
using Ledger.Primitives;
using Ledger.Protocol.V1;
using Ledger.Storage;

namespace Ledger.Node;

/// <summary>Gathers what the Status call answers. Thread safe.</summary>
internal sealed class NodeStatus : INodeStatus
{
    private readonly NodeEnvironment _environment;
    private readonly LedgerStore _store;
    private readonly ConsensusLoop _loop;
    private readonly ExecutionPipeline _execution;
    private readonly IReadOnlyDictionary<ReplicaId, PeerLink> _links;

    public NodeStatus(
        NodeEnvironment environment, LedgerStore store, ConsensusLoop loop, ExecutionPipeline execution,
        IReadOnlyDictionary<ReplicaId, PeerLink> links)
    {
        _environment = environment;
        _store = store;
        _loop = loop;
        _execution = execution;
        _links = links;
    }

    public StatusResponse Describe()
    {
        var replica = _loop.Status;
        var head = _store.Head;
        var membership = _environment.Membership;
        var response = new StatusResponse
        {
            Node = membership.Validators[_environment.Self.Value].Name,
            ChainId = WireFormat.Bytes(_environment.ChainId),
            Height = head?.Height.Value ?? 0,
            HeaderHash = WireFormat.Bytes(head?.Hash ?? Digest.Zero),
            StateRoot = WireFormat.Bytes(head?.StateRoot ?? Digest.Zero),
            View = replica.View.Value,
            Mode = replica.Mode.ToString(),
            Primary = membership.Validators[membership.Primary(replica.View).Value].Name,
            PendingTransactions = (uint)replica.RequestCount,
            Transactions = (ulong)_execution.Transactions,
            LedgerTimeMilliseconds = head?.TimeMilliseconds ?? _environment.Genesis.TimeMilliseconds,
            ProcessCpuMicroseconds = (ulong)(Environment.CpuUsage.TotalTime.Ticks / TimeSpan.TicksPerMicrosecond),
            WorkingSetBytes = (ulong)Environment.WorkingSet,
            Evidence = (ulong)replica.EvidenceCount,
            ValidityWindowBlocks = (ulong)_environment.Genesis.ValidityWindowBlocks,
        };
        foreach (var validator in membership.Validators)
        {
            response.Validators.Add(validator.Name);
        }

        foreach (var link in _links.Values)
        {
            response.Peers.Add(new PeerStatus { Name = link.Name, Connected = link.Connected });
        }

        return response;
    }
}
