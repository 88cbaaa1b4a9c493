namespace Ledger.Consensus;

/// <summary>
/// Messages for a view or height not reached yet (PITFALLS.md 13), first come first kept, bounded for each peer apart,
/// so that one peer cannot take the room of another.
/// </summary>
internal sealed class FutureBuffer
{
    private readonly List<VerifiedMessage>[] _messages;
    private readonly int[] _bytes;
    private readonly int _countMax;
    private readonly int _bytesMax;

    public FutureBuffer(int replicaCount, int countMax, int bytesMax)
    {
        _messages = new List<VerifiedMessage>[replicaCount];
        for (var i = 0; i < replicaCount; i++)
        {
            _messages[i] = [];
        }

        _bytes = new int[replicaCount];
        _countMax = countMax;
        _bytesMax = bytesMax;
    }

    /// <summary>Keeps the message.</summary>
    /// <returns>False when the peer's room is full; a status will bring the message again.</returns>
    public bool Add(VerifiedMessage message)
    {
        var i = message.Peer.Value;
        if (_messages[i].Count >= _countMax || _bytes[i] + (long)message.Bytes.Length > _bytesMax)
        {
            return false;
        }

        _messages[i].Add(message);
        _bytes[i] += message.Bytes.Length;
        return true;
    }

    /// <summary>Takes everything out, by replica and then arrival.</summary>
    public List<VerifiedMessage> TakeAll()
    {
        var all = new List<VerifiedMessage>();
        for (var i = 0; i < _messages.Length; i++)
        {
            all.AddRange(_messages[i]);
            _messages[i].Clear();
            _bytes[i] = 0;
        }

        return all;
    }
}
