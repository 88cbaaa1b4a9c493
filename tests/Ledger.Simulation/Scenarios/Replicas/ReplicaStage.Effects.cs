using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>What the replica asks for, and what its host does.</summary>
internal sealed partial class ReplicaStage
{
    private readonly SortedDictionary<string, KeyValuePair<byte[], byte[]>> _disk = new(StringComparer.Ordinal);
    private readonly List<ReplicaEffect> _effects = [];
    private readonly List<string> _allEffects = [];
    private readonly List<PrePrepareMessage> _proposals = [];
    private readonly List<Execute> _executions = [];
    private readonly Queue<CommitBlock> _blocks = [];
    private readonly List<(Digest Id, ulong ValidUntil)> _recent = [];
    private readonly Dictionary<ulong, IReadOnlyList<Transaction>> _executed = [];
    private ulong _head;
    private bool _executionsWait;
    private bool _blocksWait;

    /// <summary>Everything since the last line that was no expectation.</summary>
    public IReadOnlyList<ReplicaEffect> Effects => _effects;

    /// <summary>From now on executions end only when the scenario says so.</summary>
    public void HoldExecutions() => _executionsWait = true;

    /// <summary>From now on blocks are durable only when the scenario says so.</summary>
    public void HoldBlocks() => _blocksWait = true;

    /// <summary>Executions that wait end, and later ones do not wait.</summary>
    public void EndExecutions()
    {
        _executionsWait = false;
        Work();
    }

    /// <summary>Blocks that wait are durable, and later ones do not wait.</summary>
    public void StoreBlocks()
    {
        _blocksWait = false;
        Work();
    }

    /// <summary>The execution at a height ends with a header that no other machine gets.</summary>
    public void EndWithAnotherResult(ulong height)
    {
        var execute = _executions.Find(e => e.Height.Value == height) ??
            throw new ScenarioException("nothing is executed there");
        _executions.Remove(execute);
        End(execute, _chain.Execute(height, execute.Batch) with { StateRoot = Digest.Of("another result"u8) });
    }

    /// <summary>Records of a height that are on disk.</summary>
    public int RecordsOf(ulong height) =>
        _disk.Values.Count(record => RecordKey.IsOfHeight(record.Key) && RecordKey.HeightOf(record.Key).Value == height);

    /// <summary>A proposal of the replica itself gets a name.</summary>
    public void NameProposal(string name, ulong height)
    {
        foreach (var effect in _proposals)
        {
            if (effect.Height.Value == height)
            {
                Names.AddBatch(name, effect.Batch);
                return;
            }
        }

        throw new ScenarioException($"it has proposed nothing at {height}");
    }

    private void CarryOut(List<ReplicaEffect> effects)
    {
        _effects.AddRange(effects);
        foreach (var effect in effects)
        {
            _allEffects.Add(EffectText.Of(effect));
            _trace.Add(_now, _self, $"-> {EffectText.Of(effect)}");
            switch (effect)
            {
                case Persist persist:
                    _disk[Convert.ToHexString(persist.Key)] = KeyValuePair.Create(persist.Key, persist.Value);
                    break;
                case Forget forget:
                    _disk.Remove(Convert.ToHexString(forget.Key));
                    break;
                case Execute execute:
                    _executions.Add(execute);
                    break;
                case DropExecutions drop:
                    _executions.RemoveAll(e => e.Height >= drop.From);
                    break;
                case CommitBlock block:
                    Require(block);
                    _blocks.Enqueue(block);
                    break;
                case Broadcast { Message.Kind: MessageKind.ViewChange } own:
                    _forge.Keep(_self, (ViewChangeMessage)Read(own.Message)!);
                    break;
                case Broadcast { Message.Kind: MessageKind.PrePrepare } own:
                    _proposals.Add((PrePrepareMessage)Read(own.Message)!);
                    break;
            }
        }

        Work();
    }

    private void Work()
    {
        while (!_executionsWait && _executions.Count > 0)
        {
            var execute = _executions[0];
            _executions.RemoveAt(0);
            End(execute, _chain.Execute(execute.Height.Value, execute.Batch));
        }

        while (!_blocksWait && _blocks.TryDequeue(out var block))
        {
            Store(block.Header, _executed[block.Height.Value]);
            Step(new Stored(block.Height));
        }
    }

    private void End(Execute execute, BlockHeader header)
    {
        _chain.Set(header);
        _executed[execute.Height.Value] = execute.Batch.Transactions;
        Step(new Executed(execute.Token, execute.Height, execute.Batch.Digest, header, null));
    }

    private void Store(BlockHeader header, IReadOnlyList<Transaction> transactions)
    {
        _head = header.Height.Value;
        foreach (var transaction in transactions)
        {
            _recent.Add((transaction.Id, transaction.Body.ValidUntil));
        }
    }

    // Whatever a scenario is about: no block without a certificate that holds.
    private void Require(CommitBlock block)
    {
        if (!block.Certificate.Verify(FakeVerifier.Instance, _genesis.ChainId, _genesis.Membership, block.Header))
        {
            throw new ScenarioException($"block {block.Height} is committed without a valid certificate");
        }
    }

    private static ConsensusMessage? Read(OutgoingMessage message) =>
        Envelope.TryDecode(message.Bytes) is { } envelope ? MessageVerifier.Decode(envelope) : null;
}
