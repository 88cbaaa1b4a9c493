using Ledger.Primitives;

namespace Ledger.Node.Consensus;

/// <summary>
/// Remembers which signed transactions have a valid signature, by their leaf hash, so that each is checked once per
/// node: at the door or in the
/// first message that brings it. Two generations bound it: when the young one is full it becomes the old one. Thread safe.
/// </summary>
internal sealed class VerifiedTransactions
{
    private readonly Lock _lock = new();
    private HashSet<Digest> _young = [];
    private HashSet<Digest> _old = [];

    public void Add(Digest leafHash)
    {
        lock (_lock)
        {
            _young.Add(leafHash);
            if (_young.Count >= NodeLimits.VerifiedTransactionsMax)
            {
                (_old, _young) = (_young, _old);
                _young.Clear();
            }
        }
    }

    public bool Contains(Digest leafHash)
    {
        lock (_lock)
        {
            return _young.Contains(leafHash) || _old.Contains(leafHash);
        }
    }
}
