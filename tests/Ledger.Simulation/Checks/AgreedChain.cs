using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// Agreement: at every height every honest replica stores the same header, each header follows the one before, and
/// members change only as a header before has announced (<see cref="BlockHeader.NextMembershipHash"/>). Keeps the chain
/// that the first replica stored, which the other checks build on.
/// </summary>
/// <param name="chainId">The chain.</param>
/// <param name="genesis">The members at first.</param>
internal sealed class AgreedChain(Digest chainId, Membership genesis)
{
    private readonly List<Block> _blocks = [];
    private readonly List<Epoch> _epochs = [Epoch.First(chainId, genesis)];

    /// <summary>Every agreed block; the first has height 1.</summary>
    public IReadOnlyList<Block> Blocks => _blocks;

    /// <summary>Highest agreed height.</summary>
    public ulong Height => (ulong)_blocks.Count;

    /// <summary>The epochs up to that of the next height.</summary>
    public IReadOnlyList<Epoch> Epochs => _epochs;

    /// <summary>The epoch of the next height.</summary>
    public Epoch Epoch => _epochs[^1];

    /// <summary>The change of members that the last block leaves pending.</summary>
    public MembershipChange? Change { get; private set; }

    /// <summary>The members of the change that was decided last.</summary>
    public Membership Newest => Change?.Next ?? Epoch.Membership;

    /// <summary>Who certifies a height up to the next one.</summary>
    public Membership MembersAt(ulong height)
    {
        for (var i = _epochs.Count - 1; i > 0; i--)
        {
            if (_epochs[i].Base.Value < height)
            {
                return _epochs[i].Membership;
            }
        }

        return genesis;
    }

    /// <summary>A replica stores a block.</summary>
    /// <param name="node">Who, for the message.</param>
    /// <param name="block">The block.</param>
    /// <param name="change">The change of members that is pending after it.</param>
    /// <returns>Whether it is the first to store this height.</returns>
    public bool Add(string node, Block block, MembershipChange? change)
    {
        var header = block.Header;
        if (header.Height.Value <= Height)
        {
            var agreed = _blocks[(int)header.Height.Value - 1].Header;
            return agreed.Hash == header.Hash
                ? false
                : throw Failure($"{node} stores {header.Hash.ToShortString()} at {header.Height}, others " +
                                agreed.Hash.ToShortString() +
                                (agreed.StateRoot != header.StateRoot ? " (state differs)" : ""));
        }

        var previous = _blocks.Count > 0 ? _blocks[^1].Header : null;
        if (header.Height.Value != Height + 1 || header.PreviousHash != (previous?.Hash ?? chainId) ||
            header.TimeMilliseconds < (previous?.TimeMilliseconds ?? 0))
        {
            throw Failure($"{node} stores {header.Height}, which does not follow {Height}");
        }

        if (header.MembershipHash != (previous?.NextMembershipHash ?? genesis.Hash) ||
            header.MembershipHash != Epoch.Membership.Hash)
        {
            throw Failure($"{node} stores {header.Height} with members that nothing announced");
        }

        _blocks.Add(block);
        Change = change;
        if (header.NextMembershipHash != header.MembershipHash)
        {
            BeginEpoch(header, change);
        }

        return true;
    }

    private void BeginEpoch(BlockHeader header, MembershipChange? change)
    {
        if (change == null || change.After != header.Height || change.Next.Hash != header.NextMembershipHash)
        {
            throw Failure($"the members change behind {header.Height} without a decision");
        }

        _epochs.Add(new Epoch(chainId, header.Height, header.Hash, change.Next));
        Change = null;
    }

    private static SimulationFailedException Failure(string message) => new("agreement", message);
}
