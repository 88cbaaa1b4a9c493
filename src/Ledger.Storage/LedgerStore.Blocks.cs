using System.Buffers.Binary;
using Ledger.Primitives;
using Ledger.Storage.Interop;
using Ledger.Storage.Tree;

namespace Ledger.Storage;

/// <content>Reading blocks, headers and the transaction index. Any thread.</content>
public sealed partial class LedgerStore
{
    /// <summary>The encoded block, or null above the head and below <see cref="LowestBlock"/>.</summary>
    public byte[]? ReadBlockBytes(SequenceNumber height) =>
        height >= LowestBlock ? ReadStoredBlock(height.Value) : null;

    /// <summary>The block, or null above the head and below <see cref="LowestBlock"/>.</summary>
    /// <exception cref="StorageException">It does not decode.</exception>
    public Block? ReadBlock(SequenceNumber height) => DecodeBlock(height.Value, ReadBlockBytes(height));

    /// <summary>
    /// The header, or null above the head and below the blocks that came with a snapshot. That of a pruned block is
    /// there.
    /// </summary>
    /// <exception cref="StorageException">It does not decode.</exception>
    public BlockHeader? ReadHeader(SequenceNumber height) => ReadCertifiedHeader(height)?.Header;

    /// <summary>Header and certificate, where <see cref="ReadHeader"/> has one; null elsewhere.</summary>
    /// <exception cref="StorageException">They do not decode.</exception>
    public (BlockHeader Header, CommitCertificate Certificate)? ReadCertifiedHeader(SequenceNumber height) =>
        ReadCertifiedHeader(height, null);

    /// <summary>
    /// Where a transaction was executed, or, when it never was, where it was first refused as outside its window. Null
    /// when no block from <see cref="LowestBlock"/> on has it.
    /// </summary>
    public (SequenceNumber Height, int Index)? FindTransaction(Digest id) =>
        ReadPlace(id) is { } place && place.Height >= LowestBlock ? place : null;

    /// <summary>
    /// Executed transactions (receipt neither Duplicate nor OutsideWindow) of all blocks from a height on, or from
    /// <see cref="LowestBlock"/>, in order, with the last height of their window. Reads the blocks lazily: meant for
    /// the start of a node.
    /// </summary>
    /// <exception cref="StorageException">A block is missing or does not decode.</exception>
    public IEnumerable<(Digest Id, ulong ValidUntil)> RecentTransactions(SequenceNumber fromHeight)
    {
        var last = Height.Value;
        for (var height = Math.Max(LowestBlock.Value, fromHeight.Value); height <= last; height++)
        {
            var block = ReadBlock(new SequenceNumber(height));
            if (block == null)
            {
                // Pruned meanwhile, or lost.
                if (height < LowestBlock.Value)
                {
                    continue;
                }

                throw new StorageException(StorageFailure.Damaged, $"Block {height} is missing.");
            }

            for (var i = 0; i < block.Batch.Transactions.Count; i++)
            {
                if (IsExecuted(block.Receipts[i].Span))
                {
                    var transaction = block.Batch.Transactions[i];
                    yield return (transaction.Id, transaction.Body.ValidUntil);
                }
            }
        }
    }

    /// <summary>What is on the disk, pruned or not.</summary>
    private byte[]? ReadStoredBlock(ulong height)
    {
        Span<byte> key = stackalloc byte[RecordKeys.HeightSize];
        return _database.GetArray(ColumnFamily.Blocks, RecordKeys.WriteHeight(key, height));
    }

    private static Block? DecodeBlock(ulong height, byte[]? bytes)
    {
        if (bytes == null)
        {
            return null;
        }

        return Block.TryDecode(bytes) is { } block && block.Header.Height.Value == height
            ? block
            : throw new StorageException(StorageFailure.Damaged, $"Block {height} does not decode.");
    }

    /// <summary>An entry of the index, pruned or not.</summary>
    private (SequenceNumber Height, int Index)? ReadPlace(Digest id)
    {
        using var value = _database.Get(ColumnFamily.TransactionIndex, id.AsSpan());
        if (!value.Exists)
        {
            return null;
        }

        return value.Span.Length == RecordKeys.VersionSize
            ? RecordKeys.ReadVersion(value.Span)
            : throw new StorageException(
                StorageFailure.Damaged, $"The index entry of transaction {id} does not decode.");
    }

    /// <summary>Header and certificate at a moment.</summary>
    internal (BlockHeader Header, CommitCertificate Certificate)? ReadCertifiedHeader(
        SequenceNumber height, SnapshotHandle? snapshot)
    {
        Span<byte> key = stackalloc byte[RecordKeys.HeightSize];
        using var value = _database.Get(ColumnFamily.Headers, RecordKeys.WriteHeight(key, height.Value), snapshot);
        if (!value.Exists)
        {
            return null;
        }

        var reader = new CanonicalReader(value.Span);
        var header = BlockHeader.TryDecode(reader.Raw(BlockHeader.Size));
        var certificate = CommitCertificate.Decode(ref reader);
        return header != null && reader.IsComplete && header.Height == height
            ? (header, certificate)
            : throw new StorageException(StorageFailure.Damaged, $"The header of block {height} does not decode.");
    }

    private ulong? ReadMetaNumber(ReadOnlySpan<byte> key)
    {
        using var value = _database.Get(ColumnFamily.Meta, key);
        if (!value.Exists)
        {
            return null;
        }

        return value.Span.Length == sizeof(ulong)
            ? BinaryPrimitives.ReadUInt64BigEndian(value.Span)
            : throw new StorageException(
                StorageFailure.Damaged, "A number of the ledger's own records does not decode.");
    }

    private (SequenceNumber Height, Digest Hash, Digest StateRoot) ReadHeadRecord(SnapshotHandle? snapshot)
    {
        using var value = _database.Get(ColumnFamily.Meta, RecordKeys.Head, snapshot);
        if (!value.Exists)
        {
            return default;
        }

        return value.Span.Length == RecordKeys.HeadSize
            ? (new SequenceNumber(BinaryPrimitives.ReadUInt64BigEndian(value.Span)),
                new Digest(value.Span.Slice(8, Digest.Size)), new Digest(value.Span[(8 + Digest.Size)..]))
            : throw new StorageException(StorageFailure.Damaged, "The head record does not decode.");
    }

    /// <summary>The head as the disk has it, with its tree.</summary>
    private CommittedHead LoadHead()
    {
        var (height, hash, stateRoot) = ReadHeadRecord(null);
        var head = new CommittedHead(height, stateRoot, null, null, CommittedTree.Empty);
        if (height.Value > 0)
        {
            if (ReadCertifiedHeader(height) is not { } stored ||
                stored.Header.Hash != hash || stored.Header.StateRoot != stateRoot)
            {
                throw new StorageException(
                    StorageFailure.Damaged, $"The head record and the header of block {height} differ.");
            }

            head = head with { Header = stored.Header, Certificate = stored.Certificate };
        }

        return head with { Tree = LoadTree(head) };
    }
}
