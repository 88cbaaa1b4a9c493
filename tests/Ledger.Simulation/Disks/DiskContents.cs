using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// What is durable: consensus records, blocks from some height on, the state after the last one, and the hashes at
/// which epochs began. Not thread safe.
/// </summary>
internal sealed class DiskContents
{
    private readonly Dictionary<byte[], byte[]> _records = new(BytesComparer.Instance);
    private readonly List<Block> _blocks = [];
    private readonly Dictionary<Digest, ulong> _heights = [];
    private readonly List<Epoch> _epochs = [];
    private readonly List<(BlockHeader Header, CommitCertificate Certificate)> _bases = [];
    private readonly SimulatedGenesis _genesis;

    /// <summary>An empty data directory: the state of genesis, nothing else.</summary>
    public DiskContents(SimulatedGenesis genesis)
    {
        _genesis = genesis;
        State = genesis.State.Copy();
        _epochs.Add(Epoch.First(genesis.ChainId, genesis.Membership));
    }

    /// <summary>Consensus records.</summary>
    public IReadOnlyDictionary<byte[], byte[]> Records => _records;

    /// <summary>Stored blocks, ascending without a gap.</summary>
    public IReadOnlyList<Block> Blocks => _blocks;

    /// <summary>The state after the last block.</summary>
    public MemoryState State { get; private set; }

    /// <summary>Every epoch that has begun at or below the head, ascending.</summary>
    public IReadOnlyList<Epoch> Epochs => _epochs;

    /// <summary>Last stored height; 0 at genesis.</summary>
    public ulong Height => _blocks.Count > 0 ? _blocks[^1].Header.Height.Value : 0;

    /// <summary>Header of the last stored block; null at genesis.</summary>
    public BlockHeader? Head => _blocks.Count > 0 ? _blocks[^1].Header : null;

    /// <summary>Certificate of the last stored block; null at genesis.</summary>
    public CommitCertificate? HeadCertificate => _blocks.Count > 0 ? _blocks[^1].Certificate : null;

    /// <summary>Who votes, and who will, as the stored state says.</summary>
    public MembershipSchedule Schedule => MembershipSchedule.Read(State, _genesis.Membership);

    /// <summary>The epoch of the height above the head.</summary>
    public Epoch Epoch => _epochs[^1];

    /// <summary>The change that is still to come for the height above the head.</summary>
    public MembershipChange? Change => Schedule.PendingAt(new SequenceNumber(Height + 1));

    /// <summary>The block of a height, or null when it is not here (any more).</summary>
    public Block? Find(ulong height)
    {
        if (_blocks.Count == 0 || height < _blocks[0].Header.Height.Value || height > Height)
        {
            return null;
        }

        return _blocks[(int)(height - _blocks[0].Header.Height.Value)];
    }

    /// <summary>The certified header that an epoch begins behind; null for the first epoch.</summary>
    public (BlockHeader Header, CommitCertificate Certificate)? BaseOf(Epoch epoch)
    {
        foreach (var proof in _bases)
        {
            if (proof.Header.Height == epoch.Base)
            {
                return proof;
            }
        }

        return null;
    }

    /// <summary>Whether a stored block holds the transaction.</summary>
    public bool Holds(Digest transaction) => _heights.ContainsKey(transaction);

    /// <summary>Ids and last valid heights of the transactions of the last blocks, a validity window deep.</summary>
    public List<(Digest Id, ulong ValidUntil)> RecentTransactions()
    {
        var recent = new List<(Digest, ulong)>();
        for (var i = Math.Max(0, _blocks.Count - SimulatedGenesis.ValidityWindowMax - 1); i < _blocks.Count; i++)
        {
            var transactions = _blocks[i].Batch.Transactions;
            for (var j = 0; j < transactions.Count; j++)
            {
                recent.Add((transactions[j].Id, transactions[j].Body.ValidUntil));
            }
        }

        return recent;
    }

    /// <summary>Sets or deletes a record.</summary>
    public void SetRecord(byte[] key, byte[]? value)
    {
        if (value == null)
        {
            _records.Remove(key);
        }
        else
        {
            _records[key] = value;
        }
    }

    /// <summary>Adds the next block and moves the state to it.</summary>
    public void Append(Block block, PendingState state)
    {
        if (block.Header.Height.Value != Height + 1 || block.Header.PreviousHash != (Head?.Hash ?? _genesis.ChainId))
        {
            throw new SimulationFailedException("storage", $"block {block.Header.Height} does not follow {Height}");
        }

        _blocks.Add(block);
        Index(block);
        State.Apply(state);
        if (block.Header.MembershipHash != block.Header.NextMembershipHash)
        {
            var next = Schedule.At(block.Header.Height.Next);
            _epochs.Add(new Epoch(_genesis.ChainId, block.Header.Height, block.Header.Hash, next));
            _bases.Add((block.Header, block.Certificate));
        }
    }

    /// <summary>Takes over a snapshot.</summary>
    public void Install(Snapshot snapshot)
    {
        _blocks.Clear();
        _heights.Clear();
        for (var i = 0; i < snapshot.Blocks.Count; i++)
        {
            _blocks.Add(snapshot.Blocks[i]);
            Index(snapshot.Blocks[i]);
        }

        State = snapshot.State.Copy();
        _epochs.Clear();
        _epochs.AddRange(snapshot.Epochs);
        _bases.Clear();
        _bases.AddRange(snapshot.Bases);
    }

    private void Index(Block block)
    {
        for (var i = 0; i < block.Batch.Transactions.Count; i++)
        {
            _heights[block.Batch.Transactions[i].Id] = block.Header.Height.Value;
        }
    }
}
