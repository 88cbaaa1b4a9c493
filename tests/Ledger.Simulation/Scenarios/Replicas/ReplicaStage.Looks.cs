using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>What a scenario may look at; each answer is null when it is so, or what is so instead.</summary>
internal sealed partial class ReplicaStage
{
    /// <summary>A message was sent, to one node or to whomever.</summary>
    public string? IsSent(MessagePhrase phrase, string? to)
    {
        foreach (var effect in _effects)
        {
            var (message, receiver) = effect switch
            {
                Broadcast broadcast => (broadcast.Message, (ReplicaId?)null),
                Send send => (send.Message, send.To),
                _ => (null, null),
            };
            if (message != null && (to == null || receiver == null || receiver == _forge.IdOf(to)) &&
                _match.Is(phrase, Read(message)!, message.Kind))
            {
                return null;
            }
        }

        return $"sent is {Sent()}";
    }

    /// <summary>Nothing was sent but statuses.</summary>
    public string? IsNothingSent() =>
        Messages().Any(message => message.Kind != MessageKind.Status) ? $"sent is {Sent()}" : null;

    /// <summary>So many messages of a kind were sent.</summary>
    public string? AreSent(int count, MessageKind kind)
    {
        var found = Messages().Count(message => message.Kind == kind);
        return found == count ? null : $"{found} are sent";
    }

    /// <summary>A record was written before a message was sent.</summary>
    public string? IsOnDiskBefore(string record, MessageKind kind)
    {
        var letter = record switch
        {
            "vote" => RecordKey.VoteLetter,
            "batch" => RecordKey.BatchLetter,
            "prepared-certificate" => RecordKey.PreparedLetter,
            "mode" => RecordKey.ModeLetter,
            "view-change" => RecordKey.ViewChangeLetter,
            "new-view" => RecordKey.NewViewLetter,
            "checkpoint" => RecordKey.CheckpointLetter,
            _ => throw new ScenarioException($"there is no record {record}"),
        };
        var written = _effects.FindIndex(effect => effect is Persist persist && persist.Key[0] == letter);
        var sent = _effects.FindIndex(effect =>
            (effect is Broadcast b && b.Message.Kind == kind) || (effect is Send s && s.Message.Kind == kind));
        return written < 0 ? "it is not written"
            : sent < 0 ? "nothing such is sent"
            : written < sent ? null : "it is sent first";
    }

    /// <summary>A batch was given to execution.</summary>
    public string? IsExecuted(string batch, ulong height)
    {
        var wanted = batch == "null" ? null : Names.Batch(batch);
        return _effects.OfType<Execute>().Any(e => e.Height.Value == height &&
            (wanted == null ? e.Batch.Transactions.Count == 0 : e.Batch.Digest == wanted.Digest))
            ? null : Found<Execute>("executed");
    }

    /// <summary>No effect of a kind.</summary>
    public string? IsNone<TEffect>(string verb)
        where TEffect : ReplicaEffect => _effects.OfType<TEffect>().Any() ? Found<TEffect>(verb) : null;

    /// <summary>Executions were dropped from a height on.</summary>
    public string? AreDropped(ulong from) =>
        _effects.OfType<DropExecutions>().Any(drop => drop.From.Value == from) ? null : Found<DropExecutions>("dropped");

    /// <summary>A block was committed.</summary>
    public string? IsCommitted(ulong height) =>
        _effects.OfType<CommitBlock>().Any(block => block.Height.Value == height) ? null : Found<CommitBlock>("committed");

    /// <summary>Peers were asked for blocks.</summary>
    public string? AreAsked(IEnumerable<string> peers) =>
        _effects.OfType<CatchUp>().Any(catchUp => catchUp.Peers.ToHashSet().SetEquals(peers.Select(_forge.IdOf)))
            ? null : Found<CatchUp>("asked");

    /// <summary>The verifier has refused the message, for a reason.</summary>
    public string? IsRefused(string? reason)
    {
        _isRefusalExpected |= _refusal != null && (reason == null || reason == _refusal);
        return _refusal != null && (reason == null || reason == _refusal) ? null : _refusal ?? "it is accepted";
    }

    /// <summary>The answer to a client.</summary>
    public string? IsAdmitted(string result)
    {
        var last = _effects.OfType<Admission>().LastOrDefault();
        return last?.Result.ToString() == result ? null : last?.Result.ToString() ?? "there is no answer";
    }

    /// <summary>A report with something in it.</summary>
    public string? IsReported<TReport>(Func<TReport, bool> test)
        where TReport : ReplicaReport =>
        Reports().OfType<TReport>().Any(test) ? null : "reports: " + string.Join("; ", Reports());

    /// <summary>Evidence that the replica has kept.</summary>
    public string? HasEvidence(string node) =>
        Status.Evidence.Any(evidence => evidence.Validator.Name == node && ProvesItself(evidence))
            ? null : $"there is evidence against {string.Join(' ', Status.Evidence.Select(e => e.Validator.Name))}";

    /// <summary>All that has happened, on another machine: the same effects in the same order (PITFALLS.md 9).</summary>
    public string? IsPureFunction()
    {
        if (_isRestarted)
        {
            throw new ScenarioException("only without a restart");
        }

        var twin = new Replica(
            Options, new ReplicaKeys([SignerOf(_self)], 0), new ReplicaStart(_epoch, null, null, null, [], []));
        var place = 0;
        foreach (var input in _inputs)
        {
            var effects = new List<ReplicaEffect>();
            twin.Step(input, effects);
            foreach (var effect in effects)
            {
                if (place == _allEffects.Count || EffectText.Of(effect) != _allEffects[place++])
                {
                    return $"effect {place} is {EffectText.Of(effect)}";
                }
            }
        }

        return place > 10 && place == _allEffects.Count ? null : $"{place} effects of {_allEffects.Count}";
    }

    private bool ProvesItself(Evidence evidence)
    {
        var first = EnvelopeOf(evidence, evidence.First);
        var second = EnvelopeOf(evidence, evidence.Second);
        return first.VerifySignature(FakeVerifier.Instance, _epoch) &&
            second.VerifySignature(FakeVerifier.Instance, _epoch) && !first.Body.Span.SequenceEqual(second.Body.Span);
    }

    // The messages are kept without the batch, which the envelope of a PRE-PREPARE needs.
    private static Envelope EnvelopeOf(Evidence evidence, ReadOnlyMemory<byte> bytes)
    {
        ReadOnlyMemory<byte> whole = evidence.Kind == MessageKind.PrePrepare
            ? (byte[])[.. bytes.Span[..^4], 1, 0, 0, 0, 0] : bytes;
        return Envelope.TryDecode(whole) ?? throw new ScenarioException("the evidence is no message");
    }

    private IEnumerable<OutgoingMessage> Messages()
    {
        foreach (var effect in _effects)
        {
            if (effect is Broadcast broadcast)
            {
                yield return broadcast.Message;
            }
            else if (effect is Send send)
            {
                yield return send.Message;
            }
        }
    }

    private IEnumerable<ReplicaReport> Reports() => _effects.OfType<Report>().Select(report => report.Event);

    private string Sent() =>
        string.Join("; ", Messages().Select(m => MessageText.Of(new WireMessage(m.Kind, m.Bytes))).DefaultIfEmpty("nothing"));

    private string Found<TEffect>(string verb)
        where TEffect : ReplicaEffect =>
        $"{verb} is {string.Join("; ", _effects.OfType<TEffect>().Select(EffectText.Of).DefaultIfEmpty("nothing"))}";
}
