using Ledger.Identity;
using Ledger.Primitives;

namespace Ledger.Node.Execution;

/// <summary>
/// Who certifies which height, by the ends of epochs from genesis on, each certified by the members before. Not thread safe.
/// </summary>
internal sealed class MembersByHeight
{
    private readonly Digest _chainId;
    private readonly List<(SequenceNumber Base, Membership Members)> _epochs;

    public MembersByHeight(Digest chainId, Membership genesis)
    {
        _chainId = chainId;
        _epochs = [(default, genesis)];
    }

    /// <summary>Takes the next end of an epoch.</summary>
    /// <returns>False when it is not certified by the members that are known up to there.</returns>
    public bool TryAdd(EpochHeader epoch)
    {
        var (last, members) = _epochs[^1];
        if (epoch.Header.Height <= last || !epoch.Verify(Ed25519.Instance, _chainId, members))
        {
            return false;
        }

        _epochs.Add((epoch.Header.Height, epoch.Next));
        return true;
    }

    /// <summary>Who certifies the block at a height.</summary>
    public Membership At(SequenceNumber height)
    {
        for (var i = _epochs.Count - 1; i > 0; i--)
        {
            if (_epochs[i].Base < height)
            {
                return _epochs[i].Members;
            }
        }

        return _epochs[0].Members;
    }
}
