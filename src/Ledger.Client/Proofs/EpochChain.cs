using Ledger.Identity;
using Ledger.Primitives;

namespace Ledger.Client.Proofs;

/// <summary>
/// Who certifies which block, as far as it is proven from genesis on: the members of each epoch have certified the header
/// that names those of the next (docs/adr/0007). Thread safe.
/// </summary>
internal sealed class EpochChain
{
    /// <summary>Epochs that are remembered; the oldest are forgotten, and blocks of theirs can no longer be checked.</summary>
    public const int EpochsMax = 1024;

    private readonly Lock _lock = new();
    private readonly int _epochsMax;
    private readonly Digest _chainId;

    // By ascending base, at least one; replaced as a whole, together with the headers that the epochs begin behind.
    private volatile Epoch[] _epochs;
    private volatile EpochHeader[] _ends = [];

    public EpochChain(Digest chainId, Membership genesis, int epochsMax = EpochsMax)
    {
        _chainId = chainId;
        _epochsMax = epochsMax;
        _epochs = [Epoch.First(chainId, genesis)];
    }

    /// <summary>The epoch that was learnt last.</summary>
    public Epoch Newest => _epochs[^1];

    /// <summary>
    /// The epoch of a height, the newest for all heights above it; null when it is forgotten. Of a height above the newest
    /// epoch's base it is not certain that no other epoch has begun.
    /// </summary>
    public Epoch? At(SequenceNumber height)
    {
        var epochs = _epochs;
        for (var i = epochs.Length - 1; i >= 0; i--)
        {
            if (epochs[i].Base < height)
            {
                return epochs[i];
            }
        }

        return null;
    }

    /// <summary>The epoch whose messages are signed under this id; null when it is not known.</summary>
    public Epoch? Find(Digest id) => Array.FindLast(_epochs, e => e.Id == id);

    /// <summary>The ends of all epochs below a height, ascending; null when the first of them are forgotten.</summary>
    public IReadOnlyList<EpochHeader>? EndsBelow(SequenceNumber height)
    {
        var ends = _ends;
        return _epochs[0].Base.Value == 0 ? Array.FindAll(ends, e => e.Header.Height < height) : null;
    }

    /// <summary>Goes one epoch further, unless another caller has done so with the same header.</summary>
    /// <returns>False when the header is not above the newest epoch's base, or not certified by its members.</returns>
    public bool TryExtend(EpochHeader end)
    {
        lock (_lock)
        {
            var newest = Newest;
            if (end.Header.Height <= newest.Base)
            {
                return Array.Exists(_epochs, e => e.Base == end.Header.Height && e.BaseHash == end.Header.Hash);
            }

            if (!end.Verify(Ed25519.Instance, _chainId, newest.Membership))
            {
                return false;
            }

            var next = new Epoch(_chainId, end.Header.Height, end.Header.Hash, end.Next);
            var forgotten = _epochs.Length < _epochsMax ? 0 : 1;
            _epochs = [.. _epochs.AsSpan(forgotten), next];
            _ends = [.. _ends.AsSpan(Math.Min(forgotten, _ends.Length)), end];
            return true;
        }
    }
}
