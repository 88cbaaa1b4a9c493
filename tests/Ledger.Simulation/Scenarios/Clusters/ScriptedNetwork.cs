using Ledger.Consensus;

namespace Ledger.Simulation;

/// <summary>
/// What a scenario does to messages on their way: holds some, drops some, and remembers all that were sent.
/// </summary>
internal sealed class ScriptedNetwork
{
    private readonly List<Rule> _rules = [];
    private readonly List<Packet> _held = [];
    private readonly List<Sent> _sent = [];
    private readonly SimulatedNetwork _network;
    private readonly MessageMatch _match;
    private int _mark;

    /// <summary>Watches a network.</summary>
    public ScriptedNetwork(SimulatedNetwork network, MessageMatch match)
    {
        _network = network;
        _match = match;
        network.Intercept = Take;
    }

    /// <summary>From now on such messages do not arrive.</summary>
    /// <param name="phrase">Which.</param>
    /// <param name="from">Of whom; null for all.</param>
    /// <param name="to">To whom; null for all.</param>
    /// <param name="isHeld">Whether they wait; otherwise they are lost.</param>
    public void Stop(MessagePhrase phrase, HashSet<SimulatedNode>? from, HashSet<SimulatedNode>? to, bool isHeld) =>
        _rules.Add(new Rule(phrase, from, to, isHeld));

    /// <summary>Everything arrives again, what was held at once and in the order of sending.</summary>
    public void Release()
    {
        _rules.Clear();
        var held = _held.ToArray();
        _held.Clear();
        foreach (var packet in held)
        {
            _network.Deliver(packet);
        }
    }

    /// <summary>Everything arrives again, but what was held is lost.</summary>
    public void Forget()
    {
        _rules.Clear();
        _held.Clear();
    }

    /// <summary>What was sent before is not looked at any more.</summary>
    public void Mark() => _mark = _sent.Count;

    /// <summary>Whether such a message was sent since the mark.</summary>
    public bool WasSent(MessagePhrase phrase, HashSet<SimulatedNode>? by)
    {
        for (var i = _mark; i < _sent.Count; i++)
        {
            if ((by == null || by.Contains(_sent[i].From)) && Matches(phrase, _sent[i].Message))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether such a message waits.</summary>
    public bool IsHeld(MessagePhrase phrase) => _held.Exists(packet => Matches(phrase, packet.Message));

    /// <summary>Sends everything of a kind that a node has sent since the mark once more, to everybody it went to.</summary>
    /// <returns>How many.</returns>
    public int Replay(MessagePhrase phrase, SimulatedNode from)
    {
        var old = _sent.Skip(_mark).Where(sent => sent.From == from && Matches(phrase, sent.Message)).ToList();
        foreach (var sent in old)
        {
            _network.Transmit(sent.From, sent.To, sent.Message);
        }

        return old.Count;
    }

    private bool Take(Packet packet)
    {
        _sent.Add(new Sent(packet.From, packet.To, packet.Message));
        foreach (var rule in _rules)
        {
            if ((rule.From == null || rule.From.Contains(packet.From)) && (rule.To == null || rule.To.Contains(packet.To)) &&
                Matches(rule.Phrase, packet.Message))
            {
                if (rule.IsHeld)
                {
                    _held.Add(packet);
                }

                return true;
            }
        }

        return false;
    }

    private bool Matches(MessagePhrase phrase, WireMessage message) =>
        phrase.Kind == null || (phrase.Kind == message.Kind &&
        (phrase.Fields.Count == 0 ||
        (Envelope.TryDecode(message.Bytes) is { } envelope && MessageVerifier.Decode(envelope) is { } content &&
        _match.Is(phrase, content, message.Kind))));

    private sealed record Rule(MessagePhrase Phrase, HashSet<SimulatedNode>? From, HashSet<SimulatedNode>? To, bool IsHeld);

    private readonly record struct Sent(SimulatedNode From, SimulatedNode To, WireMessage Message);
}
