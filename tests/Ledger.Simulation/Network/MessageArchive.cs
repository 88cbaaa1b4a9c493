using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// A bounded sample of what was sent, old and new, for replays: once full, a new message takes the place of a random
/// one, so that some of the oldest survive.
/// </summary>
internal sealed class MessageArchive
{
    /// <summary>Most messages kept.</summary>
    public const int CountMax = 128;

    private readonly List<Entry> _entries = new(CountMax);

    /// <summary>Messages kept now.</summary>
    public int Count => _entries.Count;

    /// <summary>Keeps one of eight messages.</summary>
    public void Offer(SimulatedNode sender, WireMessage message, SeededRandom random)
    {
        var draw = random.Below(8 * CountMax);
        if (draw >= CountMax)
        {
            return;
        }

        var entry = new Entry(sender, message, sender.Epoch.Base, sender.View);
        if (_entries.Count < CountMax)
        {
            _entries.Add(entry);
        }
        else
        {
            _entries[draw] = entry;
        }
    }

    /// <summary>Any of them.</summary>
    public Entry Pick(SeededRandom random) => _entries[random.Below(_entries.Count)];

    /// <summary>A message and where its sender stood when it sent it.</summary>
    public readonly record struct Entry(
        SimulatedNode Sender, WireMessage Message, SequenceNumber EpochBase, ViewNumber View);
}
