using Google.Protobuf;
using Ledger.Consensus;
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
    private readonly PeerNetwork _network;

    public NodeStatus(
        NodeEnvironment environment, LedgerStore store, ConsensusLoop loop, ExecutionPipeline execution, PeerNetwork network)
    {
        _environment = environment;
        _store = store;
        _loop = loop;
        _execution = execution;
        _network = network;
    }

    public StatusResponse Describe()
    {
        var replica = _loop.Status;
        var head = _store.Head;
        var membership = replica.Epoch.Membership;
        var response = new StatusResponse
        {
            Node = _environment.Name,
            ChainId = Gateway.WireFormat.Bytes(_environment.ChainId),
            Height = head?.Height.Value ?? 0,
            HeaderHash = Gateway.WireFormat.Bytes(head?.Hash ?? Digest.Zero),
            StateRoot = Gateway.WireFormat.Bytes(head?.StateRoot ?? Digest.Zero),
            View = replica.View.Value,
            Mode = replica.Mode.ToString(),
            Primary = membership.Validators[replica.Primary.Value].Name,
            PendingTransactions = (uint)replica.RequestCount,
            Transactions = (ulong)_execution.Transactions,
            LedgerTimeMilliseconds = head?.TimeMilliseconds ?? _environment.Genesis.TimeMilliseconds,
            ProcessCpuMicroseconds = (ulong)(Environment.CpuUsage.TotalTime.Ticks / TimeSpan.TicksPerMicrosecond),
            WorkingSetBytes = (ulong)Environment.WorkingSet,
            Evidence = (ulong)replica.Evidence.Count,
            ValidityWindowBlocks = (ulong)_environment.Genesis.ValidityWindowBlocks,
            EpochBase = replica.Epoch.Base.Value,
            EpochEnd = replica.PendingChange?.After.Value ?? 0,
            Validator = replica.Self != null,
            ViewChanges = (ulong)replica.ViewChangeCount,
            LowestBlock = _store.LowestBlock.Value,
        };
        foreach (var validator in membership.Validators)
        {
            response.Validators.Add(validator.Name);
        }

        foreach (var link in _network.Route.Links)
        {
            if (link != null)
            {
                response.Peers.Add(new PeerStatus { Name = link.Name, Connected = link.Connected });
            }
        }

        foreach (var evidence in replica.Evidence)
        {
            response.EvidenceRecords.Add(Describe(evidence));
        }

        return response;
    }

    private static EvidenceRecord Describe(Evidence evidence) => new()
    {
        Validator = evidence.Validator.Name,
        PublicKey = UnsafeByteOperations.UnsafeWrap(evidence.Validator.PublicKey),
        Kind = evidence.Kind.ToString(),
        View = evidence.View.Value,
        Height = evidence.Height.Value,
        Epoch = Gateway.WireFormat.Bytes(evidence.Epoch),
        First = UnsafeByteOperations.UnsafeWrap(evidence.First),
        Second = UnsafeByteOperations.UnsafeWrap(evidence.Second),
    };
}
