namespace Ledger.Storage;

/// <summary>
/// The kinds of records, each a RocksDB column family of its own. Numbers index <see cref="ColumnFamilies.Names"/>.
/// </summary>
internal enum ColumnFamily
{
    /// <summary>RocksDB insists on it; unused.</summary>
    Default = 0,

    /// <summary>Height (u64 big-endian) to encoded block.</summary>
    Blocks = 1,

    /// <summary>Height (u64 big-endian) to encoded header and certificate.</summary>
    Headers = 2,

    /// <summary>Transaction id to height and index.</summary>
    TransactionIndex = 3,

    /// <summary>State key to version (height, index) and value.</summary>
    State = 4,

    /// <summary>
    /// Place in the tree to the node's children, as of the block that its branch was written after; depth 0 and a
    /// direction: what stands there below the root, and after which block. Not in the write-ahead log.
    /// </summary>
    Tree = 5,

    /// <summary>State key, height and index to the value written there.</summary>
    History = 6,

    /// <summary>What the replica signed, in the layout of the consensus room.</summary>
    Votes = 7,

    /// <summary>Format, chain id, incarnation, head, lowest block, and what a restore has reached.</summary>
    Meta = 8,

    /// <summary>
    /// Place in the state tree to state key: leaves hold only hashes, chunks of snapshots are cut by place.
    /// </summary>
    Paths = 9,

    /// <summary>
    /// Height (u64 big-endian) of the last block of an epoch to header, certificate and next members.
    /// </summary>
    Epochs = 10,

    /// <summary>A snapshot that is being fetched (<see cref="StagingKeys"/>); empty otherwise.</summary>
    Staging = 11,

    /// <summary>Height (u64 big-endian) to the keys that the block wrote.</summary>
    Changes = 12,

    /// <summary>
    /// Height (u64 big-endian) and part of the tree to what leads back to the tree before the block.
    /// </summary>
    Undo = 13,
}
