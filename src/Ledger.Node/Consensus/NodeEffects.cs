using Ledger.Consensus;
using Ledger.Node.Execution;
using Ledger.Node.Peers;
using Ledger.Storage;
using Microsoft.Extensions.Logging;

namespace Ledger.Node.Consensus;

/// <summary>Carries the replica's effects to the store, the peers' queues, the execution thread and the log.</summary>
internal sealed class NodeEffects : IEffectHandler
{
    private readonly LedgerStore _store;
    private readonly ExecutionPipeline _execution;
    private readonly PeerNetwork _network;
    private readonly MessageVerifier _verifier;
    private readonly Action<CatchUp> _catchUp;
    private readonly Action<Probe> _probe;
    private readonly ILogger _log;

    public NodeEffects(
        LedgerStore store,
        ExecutionPipeline execution,
        PeerNetwork network,
        MessageVerifier verifier,
        Action<CatchUp> catchUp,
        Action<Probe> probe,
        ILogger log)
    {
        _store = store;
        _execution = execution;
        _network = network;
        _verifier = verifier;
        _catchUp = catchUp;
        _probe = probe;
        _log = log;
    }

    public void Save(IReadOnlyList<(byte[] Key, byte[]? Value)> changes, bool sync) => _store.SaveConsensus(changes, sync);

    public void Carry(ReplicaEffect effect)
    {
        switch (effect)
        {
            case Send send:
                _network.Route.LinkTo(send.To)?.Queue.Add(send.Message.Bytes);
                break;
            case Broadcast broadcast:
                foreach (var peer in _network.Route.Links)
                {
                    peer?.Queue.Add(broadcast.Message.Bytes);
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
            case Probe probe:
                _probe(probe);
                break;
            case EnterEpoch enter:
                _network.Enter(enter.Epoch);
                _verifier.Enter(enter.Epoch);
                break;
            case Report { Event: Evidence evidence }:
                _log.Evidence(
                    evidence.Validator.Name, evidence.Kind.ToString(), evidence.View.Value, evidence.Height.Value);
                break;
            case Report report:
                _log.ConsensusReport(report.Event.ToString() ?? "");
                break;
            default:
                throw new InvalidOperationException($"the node does not know the effect {effect.GetType().Name}");
        }
    }
}
