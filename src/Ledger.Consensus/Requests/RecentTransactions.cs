using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// Ids of committed transactions until their validity window is past: with them a transaction is in the chain at most
/// once (DESIGN.md 5). A function of the chain, so equal on all replicas at one height.
/// </summary>
internal sealed class RecentTransactions
{
    private readonly Dictionary<Digest, ulong> _validUntil = [];
    private readonly SortedDictionary<ulong, List<Digest>> _byValidUntil = [];

    public bool Contains(Digest id) => _validUntil.ContainsKey(id);

    public void Add(Digest id, ulong validUntil)
    {
        if (!_validUntil.TryAdd(id, validUntil))
        {
            return;
        }

        if (!_byValidUntil.TryGetValue(validUntil, out var ids))
        {
            _byValidUntil.Add(validUntil, ids = []);
        }

        ids.Add(id);
    }

    /// <summary>Forgets what can be in no block above the height.</summary>
    public void ForgetUpTo(SequenceNumber height)
    {
        while (_byValidUntil.Count > 0)
        {
            var first = default(KeyValuePair<ulong, List<Digest>>);
            foreach (var entry in _byValidUntil)
            {
                first = entry;
                break;
            }

            if (first.Key > height.Value)
            {
                return;
            }

            foreach (var id in first.Value)
            {
                _validUntil.Remove(id);
            }

            _byValidUntil.Remove(first.Key);
        }
    }
}
