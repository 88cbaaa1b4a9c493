using Ledger.Consensus;
using Ledger.Node.Execution;
using Ledger.Node.Peers;
using Ledger.Primitives;
using Ledger.Storage;
using Microsoft.Extensions.Logging;

namespace Ledger.Node.Consensus;

/// <summary>Carries the replica's effects to the store, the peers' queues, the execution thread and the log.</summary>
internal sealed class NodeEffects : IEffectHandler
{
    private readonly LedgerStore _store;
    private readonly ExecutionPipeline _execution;
    private readonly IReadOnlyDictionary<ReplicaId, PeerLink> _links;
    private readonly Action<CatchUp> _catchUp;
    private readonly ILogger _log;

    public NodeEffects(
        LedgerStore store,
        ExecutionPipeline execution,
        IReadOnlyDictionary<ReplicaId, PeerLink> links,
        Action<CatchUp> catchUp,
        ILogger log)
    {
        _store = store;
        _execution = execution;
        _links = links;
        _catchUp = catchUp;
        _log = log;
    }

    public void Save(IReadOnlyList<(byte[] Key, byte[]? Value)> changes, bool sync) => _store.SaveConsensus(changes, sync);

    public void Carry(ReplicaEffect effect)
    {
        switch (effect)
        {
            case Send send:
                if (_links.TryGetValue(send.To, out var link))
                {
                    link.Queue.Add(send.Message.Bytes);
                }

                break;
            case Broadcast broadcast:
                foreach (var peer in _links.Values)
                {
                    peer.Queue.Add(broadcast.Message.Bytes);
                }

                break;
            case Execute execute:
                _execution.Execute(execute.Token, execute.Height, execute.Batch);
                break;
            case DropExecutions drop:
                _execution.Drop(drop.From);
                break;
            case CommitBlock commit:
                _execution.Commit(commit.Height, commit.Header, commit.Certificate);
                break;
            case CatchUp catchUp:
                _catchUp(catchUp);
                break;
            case Report report:
                _log.ConsensusReport(report.Event.ToString() ?? "");
                break;
            default:
                throw new InvalidOperationException($"the node does not know the effect {effect.GetType().Name}");
        }
    }
}
