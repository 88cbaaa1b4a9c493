using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>What happens to the replica.</summary>
internal sealed partial class ReplicaStage
{
    private readonly List<ReplicaInput> _inputs = [];
    private string? _refusal;
    private bool _isRefusalExpected;
    private bool _isRestarted;
    private bool _losesNextWrite;

    /// <summary>A client hands in requests.</summary>
    public void Submit(IEnumerable<string> names)
    {
        foreach (var transaction in Names.Requests(names))
        {
            Step(new Submitted(transaction));
        }
    }

    /// <summary>A message arrives on a node's link.</summary>
    /// <param name="peer">Whose link.</param>
    /// <param name="phrase">What it says.</param>
    /// <param name="sender">Who it says it comes from.</param>
    /// <param name="signer">Whose key signed it.</param>
    public void Receive(string peer, MessagePhrase phrase, string sender, string signer) =>
        Receive(peer, _forge.Make(phrase, sender, signer).Bytes);

    /// <summary>A node makes a message that does not arrive; its VIEW-CHANGE may be in a V later.</summary>
    public void Keep(string sender, MessagePhrase phrase) => _forge.Make(phrase, sender, sender);

    /// <summary>Bytes arrive on a node's link.</summary>
    public void Receive(string peer, ReadOnlyMemory<byte> bytes)
    {
        var message = _verifier.TryVerify(bytes, _forge.IdOf(peer), out _refusal);
        if (message != null)
        {
            Step(new Received(message));
        }
        else
        {
            _trace.Add(_now, peer, $"sends what is refused: {_refusal}");
        }
    }

    /// <summary>A batch goes through all three phases, with the votes of the others in order.</summary>
    public void CommitBatch(string name, ulong height, ulong view)
    {
        var primary = _epoch.Membership.Validators[_epoch.Membership.Primary(new ViewNumber(view)).Value].Name;
        var others = _epoch.Membership.Validators.Select(v => v.Name).Where(node => node != _self).ToList();
        string[] place = [$"v={view}", $"n={height}", $"d={name}"];
        if (primary != _self)
        {
            Receive(primary, MessagePhrase.Parse(["PRE-PREPARE", .. place]), primary, primary);
        }

        foreach (var backup in others.Where(node => node != primary))
        {
            Receive(backup, MessagePhrase.Parse(["PREPARE", .. place]), backup, backup);
        }

        foreach (var other in others)
        {
            Receive(other, MessagePhrase.Parse(["COMMIT", .. place]), other, other);
        }

        if (Status.Committed.Value < height)
        {
            throw new ScenarioException($"{name} is not committed at {height}");
        }
    }

    /// <summary>The others' checkpoints of a height arrive.</summary>
    public void MakeStable(ulong height)
    {
        foreach (var other in _epoch.Membership.Validators.Where(v => v.Name != _self).Take(_epoch.Membership.Quorum - 1))
        {
            Receive(other.Name, MessagePhrase.Parse(["CHECKPOINT", $"n={height}"]), other.Name, other.Name);
        }

        if (Status.LowWatermark.Value != height)
        {
            throw new ScenarioException($"the low watermark is {Status.LowWatermark}");
        }
    }

    /// <summary>The power fails while the records of what comes next are written: they are lost, and so is what follows.</summary>
    public void LoseNextWrite()
    {
        _ = Running;
        _losesNextWrite = true;
    }

    /// <summary>The process stops and starts again from its disk.</summary>
    public void Restart()
    {
        _isRestarted = true;
        _executions.Clear();
        _blocks.Clear();
        Start();
    }

    /// <summary>A peer says how high its head is.</summary>
    public void Claim(string peer, ulong height) => Step(new Probed(_forge.IdOf(peer), new SequenceNumber(height)));

    /// <summary>Catch-up has fetched, checked and stored blocks.</summary>
    public void Import(IEnumerable<string> batches)
    {
        foreach (var name in batches)
        {
            var batch = Names.Batch(name);
            var header = _chain.Execute(_head + 1, batch);
            _chain.Set(header);
            Store(header, batch.Transactions);
            Step(new Imported(
                header,
                new CommitCertificate(default, []),
                [.. batch.Transactions.Select(t => (t.Id, t.Body.ValidUntil))],
                null));
        }
    }

    /// <summary>Catch-up is over.</summary>
    public void EndCatchUp(bool success) => Step(new CatchUpEnded(success));

    private Replica Start()
    {
        var records = _disk.Values.ToList();
        _random.Shuffle(records);
        _replica = new Replica(
            Options,
            new ReplicaKeys([SignerOf(_self)], 0),
            new ReplicaStart(_epoch, null, _head == 0 ? null : _chain.At(_head), null, records, _recent));
        _trace.Add(_now, _self, $"starts at height {_head} with {records.Count} records");
        Step(Time);
        return _replica;
    }

    private void Step(ReplicaInput input)
    {
        var replica = Running;
        _trace.Add(_now, _self, $"<- {Describe(input)}");
        _inputs.Add(input);
        var effects = new List<ReplicaEffect>();
        replica.Step(input, effects);
        if (_losesNextWrite)
        {
            _losesNextWrite = false;
            _trace.Add(_now, _self, "loses power before the sync");
            Restart();
            return;
        }

        CarryOut(effects);
    }

    private static string Describe(ReplicaInput input) => input switch
    {
        Received { Message: var message } =>
            $"{MessageText.Of(new WireMessage(message.Kind, message.Bytes))} from {message.Peer}",
        Tick => "time passes",
        Submitted submitted => $"request {submitted.Transaction.Id.ToShortString()}",
        Executed executed => $"executed {executed.Height}: {executed.Header.Hash.ToShortString()}",
        Stored stored => $"stored {stored.Height}",
        _ => input.GetType().Name,
    };
}
