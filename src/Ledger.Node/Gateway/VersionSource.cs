using Google.Protobuf;
using Ledger.Primitives;
using Ledger.Protocol.V1;
using Ledger.Storage;

namespace Ledger.Node.Gateway;

/// <summary>
/// Tells which transaction wrote a version of a key, and when. Keeps the block that it read last, since versions come by
/// height. One caller.
/// </summary>
internal sealed class VersionSource
{
    private readonly LedgerStore _store;
    private SequenceNumber _height;
    private Block? _block;
    private BlockHeader? _header;

    public VersionSource(LedgerStore store)
    {
        _store = store;
    }

    public KeyVersion Describe(SequenceNumber height, int index, byte[]? value)
    {
        var version = new KeyVersion
        {
            Height = height.Value,
            TransactionIndex = (uint)index,
            Removed = value == null,
            Value = value == null ? ByteString.Empty : UnsafeByteOperations.UnsafeWrap(value),
        };
        if (height.Value == 0)
        {
            return version;
        }

        Load(height);
        version.TimeMilliseconds = _header?.TimeMilliseconds ?? 0;
        if (height == _store.SnapshotHeight)
        {
            // The snapshot brought the value, and not who wrote it.
            return version;
        }

        if (_block != null && index < _block.Batch.Transactions.Count)
        {
            var transaction = _block.Batch.Transactions[index];
            version.TransactionId = WireFormat.Bytes(transaction.Id);
            version.Account = transaction.Body.Account;
        }

        return version;
    }

    private void Load(SequenceNumber height)
    {
        if (height != _height)
        {
            _height = height;
            _block = _store.ReadBlock(height);
            _header = _block?.Header ?? _store.ReadHeader(height);
        }
    }
}
