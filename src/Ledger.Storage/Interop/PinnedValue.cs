namespace Ledger.Storage.Interop;

/// <summary>A value inside RocksDB's own memory, without a copy, until disposed. Keeps the database open.</summary>
internal readonly unsafe ref struct PinnedValue
{
    private readonly DatabaseHandle _database;
    private readonly nint _slice;

    /// <summary>Takes ownership of the slice (0: no value) and of one reference to the database.</summary>
    public PinnedValue(DatabaseHandle database, nint slice)
    {
        _database = database;
        _slice = slice;
    }

    /// <summary>Whether the key has a value.</summary>
    public bool Exists => _slice != 0;

    /// <summary>The value; empty when there is none.</summary>
    public ReadOnlySpan<byte> Span
    {
        get
        {
            if (_slice == 0)
            {
                return default;
            }

            var value = NativeMethods.rocksdb_pinnableslice_value(_slice, out var size);
            return new ReadOnlySpan<byte>(value, (int)size);
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (_slice != 0)
        {
            NativeMethods.rocksdb_pinnableslice_destroy(_slice);
        }

        _database.Leave();
    }
}
