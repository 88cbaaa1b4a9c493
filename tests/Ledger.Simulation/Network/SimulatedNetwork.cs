namespace Ledger.Simulation;

/// <summary>
/// The links between nodes: each message may be lost, late, doubled, overtaken, replayed, or stopped by a cut. A link
/// works in one direction. Not thread safe.
/// </summary>
internal sealed class SimulatedNetwork
{
    /// <summary>Most nodes of one run, twins and spares included.</summary>
    public const int NodesMax = 48;

    private readonly Cluster _cluster;
    private readonly SeededRandom _random;
    private readonly bool[] _cut = new bool[NodesMax * NodesMax];
    private readonly int[] _extraDelay = new int[NodesMax * NodesMax];
    private readonly long[] _lastDelivered = new long[NodesMax * NodesMax];
    private long _number;

    /// <summary>Makes links without faults.</summary>
    public SimulatedNetwork(Cluster cluster, SeededRandom random)
    {
        _cluster = cluster;
        _random = random;
    }

    /// <summary>What all links suffer from.</summary>
    public NetworkConditions Conditions { get; } = new();

    /// <summary>What was sent, for replays.</summary>
    public MessageArchive Archive { get; } = new();

    /// <summary>Messages sent so far.</summary>
    public long SentCount => _number;

    /// <summary>
    /// For scenarios: looks at every packet before anything may happen to it; true takes it off the network. Whoever
    /// takes it may hand it to <see cref="Deliver"/> at any time, or never.
    /// </summary>
    public Func<Packet, bool>? Intercept { get; set; }

    /// <summary>Cuts or restores one direction of a link.</summary>
    public void SetCut(SimulatedNode from, SimulatedNode to, bool isCut) => _cut[IndexOf(from, to)] = isCut;

    /// <summary>Makes one direction of a link slower by so many milliseconds.</summary>
    public void SetExtraDelay(SimulatedNode from, SimulatedNode to, int milliseconds) =>
        _extraDelay[IndexOf(from, to)] = milliseconds;

    /// <summary>Whether messages can pass in this direction at present.</summary>
    public bool IsConnected(SimulatedNode from, SimulatedNode to) => !_cut[IndexOf(from, to)];

    /// <summary>Cuts every link between the group and the rest, and restores all others.</summary>
    public void Partition(IReadOnlySet<SimulatedNode> group)
    {
        foreach (var from in _cluster.Nodes)
        {
            foreach (var to in _cluster.Nodes)
            {
                SetCut(from, to, group.Contains(from) != group.Contains(to));
            }
        }
    }

    /// <summary>Cuts a node off from all others, or restores its links.</summary>
    public void Isolate(SimulatedNode node, bool isCut)
    {
        foreach (var other in _cluster.Nodes)
        {
            SetCut(node, other, isCut);
            SetCut(other, node, isCut);
        }
    }

    /// <summary>Restores every link and ends every fault of the network.</summary>
    public void Heal()
    {
        Array.Clear(_cut);
        Array.Clear(_extraDelay);
        Conditions.Heal();
    }

    /// <summary>Sends a message.</summary>
    public void Transmit(SimulatedNode from, SimulatedNode to, WireMessage message)
    {
        var packet = new Packet(this, from, to, message, ++_number);
        if (Intercept != null && Intercept(packet))
        {
            return;
        }

        Archive.Offer(from, message, _random);
        var link = IndexOf(from, to);
        if (_cut[link])
        {
            return;
        }

        if (Conditions.LossPercent > 0 && _random.Chance(Conditions.LossPercent))
        {
            _cluster.Count(CoverageKind.Loss);
            return;
        }

        if (Conditions.Selective is { } selective && selective.Takes(from, to, message))
        {
            _cluster.Count(CoverageKind.SelectiveLoss);
            return;
        }

        if (Conditions.Funnel is { } funnel && funnel.Takes(to, message))
        {
            return;
        }

        Schedule(packet, link);
        if (Conditions.DuplicationPercent > 0 && _random.Chance(Conditions.DuplicationPercent))
        {
            _cluster.Count(CoverageKind.Duplication);
            Schedule(packet, link);
        }

        if (Conditions.ReplayPercent > 0 && _random.Chance(Conditions.ReplayPercent))
        {
            Replay();
        }
    }

    /// <summary>Sends an old message once more, from its sender to anybody.</summary>
    public void Replay()
    {
        if (Archive.Count == 0)
        {
            return;
        }

        var old = Archive.Pick(_random);
        var to = _random.Pick(_cluster.Nodes);
        if (to == old.Sender || !IsConnected(old.Sender, to))
        {
            return;
        }

        _cluster.Count(CoverageKind.Replay);
        if (old.EpochBase < old.Sender.Epoch.Base)
        {
            _cluster.Count(CoverageKind.ReplayOfOldEpoch);
        }
        else if (old.View < old.Sender.View)
        {
            _cluster.Count(CoverageKind.ReplayOfOldView);
        }

        Schedule(new Packet(this, old.Sender, to, old.Message, ++_number), IndexOf(old.Sender, to));
    }

    /// <summary>A packet arrives.</summary>
    public void Deliver(Packet packet)
    {
        var link = IndexOf(packet.From, packet.To);
        if (packet.Number < _lastDelivered[link])
        {
            _cluster.Count(CoverageKind.Reordering);
        }
        else
        {
            _lastDelivered[link] = packet.Number;
        }

        packet.To.Receive(packet);
    }

    private void Schedule(Packet packet, int link)
    {
        var delay = (long)_random.Between(Conditions.DelayMin, Conditions.DelayMax);
        if (_extraDelay[link] > 0)
        {
            _cluster.Count(CoverageKind.SlowLink);
            delay += _extraDelay[link];
        }

        if (Conditions.LongDelayPercent > 0 && _random.Chance(Conditions.LongDelayPercent))
        {
            _cluster.Count(CoverageKind.Delay);
            delay += _random.Below(Conditions.LongDelayMax);
        }

        _cluster.Time.Schedule(delay, packet);
    }

    private static int IndexOf(SimulatedNode from, SimulatedNode to) => (from.Index * NodesMax) + to.Index;
}
