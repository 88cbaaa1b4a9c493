using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// The certified state at a height with what a node needs to go on from there: the blocks of the validity window, and
/// the proof of who certifies, epoch by epoch. Nothing in it is trusted before <see cref="FlawFor"/> has looked.
/// Immutable.
/// </summary>
/// <param name="Blocks">The last blocks up to the snapshot's own, ascending.</param>
/// <param name="State">The state after the last of them; not changed any more.</param>
/// <param name="Epochs">All epochs up to the one of the height above.</param>
/// <param name="Bases">For each epoch but the first, the certified header that it begins behind.</param>
internal sealed record Snapshot(
    IReadOnlyList<Block> Blocks,
    MemoryState State,
    IReadOnlyList<Epoch> Epochs,
    IReadOnlyList<(BlockHeader Header, CommitCertificate Certificate)> Bases)
{
    /// <summary>Header of the last block.</summary>
    public BlockHeader Header => Blocks[^1].Header;

    /// <summary>Why the snapshot proves nothing to a node that knows only genesis; null when it stands.</summary>
    public string? FlawFor(SimulatedGenesis genesis)
    {
        if (FlawOfEpochs(genesis) is { } flaw)
        {
            return flaw;
        }

        for (var i = 0; i < Blocks.Count; i++)
        {
            var header = Blocks[i].Header;
            if (i > 0 && header.PreviousHash != Blocks[i - 1].Header.Hash)
            {
                return $"block {header.Height} does not follow the one before";
            }

            if (Blocks[i].FirstFlaw(FakeVerifier.Instance, genesis.ChainId, MembersAt(header.Height)) is { } wrong)
            {
                return $"block {header.Height}: {wrong}";
            }
        }

        if (State.ComputeRoot() != Header.StateRoot)
        {
            return "the state has another root than the header";
        }

        return Epochs[^1].Membership.Hash == Header.NextMembershipHash ? null : "the last epoch is missing";
    }

    private string? FlawOfEpochs(SimulatedGenesis genesis)
    {
        if (Epochs[0].Membership.Hash != genesis.Membership.Hash || Bases.Count != Epochs.Count - 1)
        {
            return "the epochs do not begin with genesis";
        }

        for (var i = 1; i < Epochs.Count; i++)
        {
            var (header, certificate) = Bases[i - 1];
            if (!certificate.Verify(FakeVerifier.Instance, genesis.ChainId, Epochs[i - 1].Membership, header) ||
                header.NextMembershipHash != Epochs[i].Membership.Hash || header.Hash != Epochs[i].BaseHash ||
                header.Height != Epochs[i].Base)
            {
                return $"epoch {i} is not certified by the one before";
            }
        }

        return null;
    }

    private Membership MembersAt(SequenceNumber height)
    {
        var members = Epochs[0].Membership;
        for (var i = 1; i < Epochs.Count && Epochs[i].Base < height; i++)
        {
            members = Epochs[i].Membership;
        }

        return members;
    }
}
