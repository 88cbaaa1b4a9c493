using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// Catching up: one peer after another is asked for blocks, or for a snapshot when it is far ahead; nothing is believed
/// that does not prove itself.
/// </summary>
internal sealed partial class SimulatedNode
{
    // A peer that does not answer is given up after so many milliseconds.
    private const int FetchTimeout = 40;

    /// <summary>
    /// A snapshot of the stored state, as this node serves it. Null when it has stored nothing, or something that no
    /// honest node has stored yet, which the checks could not compare.
    /// </summary>
    public Snapshot? MakeSnapshot()
    {
        var contents = Disk.Contents;
        if (contents.Blocks.Count == 0 || contents.Height > Cluster.Chain.Height)
        {
            return null;
        }

        var blocks = new List<Block>();
        var first = Math.Max(0, contents.Blocks.Count - SimulatedGenesis.ValidityWindowMax - 1);
        for (var i = first; i < contents.Blocks.Count; i++)
        {
            blocks.Add(contents.Blocks[i]);
        }

        var bases = new List<(BlockHeader, CommitCertificate)>();
        for (var i = 1; i < contents.Epochs.Count; i++)
        {
            // Kept beside the blocks, which may be gone by now.
            if (contents.BaseOf(contents.Epochs[i]) is not { } proof)
            {
                return null;
            }

            bases.Add(proof);
        }

        return new Snapshot(blocks, contents.State.Copy(), [.. contents.Epochs], bases);
    }

    private void StartCatchUp(CatchUp catchUp)
    {
        IsCatchingUp = true;
        var peers = new List<SimulatedNode>();
        foreach (var id in catchUp.Peers)
        {
            peers.AddRange(_peers[id.Value]);
        }

        peers.RemoveAll(peer => peer.Number == Number);
        Random.Shuffle(peers);
        Trace($"catches up to {catchUp.Target} from {string.Join(", ", peers)}");
        FetchFrom(peers, 0, Disk.Contents.Height, catchUp.Target.Value);
    }

    private void FetchFrom(List<SimulatedNode> peers, int index, ulong begin, ulong target)
    {
        var height = Disk.Contents.Height;
        if (height >= target || index == peers.Count)
        {
            EndCatchUp(begin, target);
            return;
        }

        var peer = peers[index];
        if (!peer.IsUp || !IsLinked(peer))
        {
            After(FetchTimeout, () => FetchFrom(peers, index + 1, begin, target));
            return;
        }

        After(Random.Between(2, 8), () =>
        {
            if (CrashAt(CrashPoint.DuringCatchUp))
            {
                return;
            }

            var next = Disk.Contents.Height + 1;
            var isFar = peer.Disk.Contents.Height > height + TimerProfile.SnapshotDistance ||
                (peer.Disk.Contents.Height >= next && peer.Disk.Contents.Find(next) == null);
            if (isFar)
            {
                FetchSnapshot(peer, success => FetchFrom(peers, success ? index : index + 1, begin, target));
            }
            else
            {
                FetchBlock(peer, TimerProfile.FetchBlocksMax, any =>
                    FetchFrom(peers, any ? index : index + 1, begin, target));
            }
        });
    }

    private void FetchBlock(SimulatedNode peer, int left, Action<bool> done)
    {
        var contents = Disk.Contents;
        var block = peer.IsUp ? peer.Disk.Contents.Find(contents.Height + 1) : null;
        foreach (var behaviour in peer.Behaviours)
        {
            block = block == null ? null : behaviour.Serve(peer, block);
        }

        var members = contents.Epoch.Membership;
        if (block == null || block.Header.Height.Value != contents.Height + 1 ||
            block.Header.PreviousHash != (contents.Head?.Hash ?? Cluster.Genesis.ChainId) ||
            block.FirstFlaw(FakeVerifier.Instance, Cluster.Genesis.ChainId, members) != null)
        {
            done(false);
            return;
        }

        _worker!.Enqueue(new ExecutionWork.Import(block, () =>
        {
            if (CrashAt(CrashPoint.DuringCatchUp))
            {
                return;
            }

            if (left > 1 && peer.IsUp && peer.Disk.Contents.Height > Disk.Contents.Height)
            {
                FetchBlock(peer, left - 1, _ => done(true));
            }
            else
            {
                done(true);
            }
        }));
    }

    private void FetchSnapshot(SimulatedNode peer, Action<bool> done)
    {
        var snapshot = peer.MakeSnapshot();
        foreach (var behaviour in peer.Behaviours)
        {
            snapshot = snapshot == null ? null : behaviour.Serve(peer, snapshot);
        }

        After(Random.Between(5, 30), () =>
        {
            if (CrashAt(CrashPoint.DuringSnapshot))
            {
                return;
            }

            if (snapshot == null || snapshot.Header.Height.Value <= Disk.Contents.Height ||
                snapshot.FlawFor(Cluster.Genesis) != null)
            {
                done(false);
                return;
            }

            _worker!.Enqueue(new ExecutionWork.Restore(snapshot, () => done(true)));
        });
    }

    private void EndCatchUp(ulong begin, ulong target)
    {
        var height = Disk.Contents.Height;
        if (height > begin)
        {
            Cluster.Count(CoverageKind.CatchUp);
        }

        IsCatchingUp = false;
        Trace($"ends its catch-up at {height}, from {begin}");
        Post(new CatchUpEnded(height >= target));
    }
}
