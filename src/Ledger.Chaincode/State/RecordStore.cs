namespace Ledger.Chaincode;

/// <summary>A named collection of records in a contract's state. Cheap to create; holds nothing itself.</summary>
/// <typeparam name="TRecord">What is stored.</typeparam>
public readonly struct RecordStore<TRecord>
    where TRecord : class, IRecord<TRecord>
{
    private readonly IContractState _state;

    /// <summary>Opens the collection.</summary>
    /// <param name="context">The call.</param>
    /// <param name="collection">First part of every key of the collection.</param>
    public RecordStore(CallContext context, string collection)
    {
        _state = context.State;
        Root = StateKey.Of(collection);
    }

    /// <summary>The prefix of all keys of the collection; append parts to name a record.</summary>
    public StateKey Root { get; }

    /// <summary>The record, or null.</summary>
    public TRecord? Find(StateKey key)
    {
        var bytes = _state.Get(key);
        return bytes == null ? null : Decode(bytes);
    }

    /// <summary>Stores the record.</summary>
    public void Put(StateKey key, TRecord record)
    {
        var writer = new RecordWriter();
        record.Encode(writer);
        _state.Put(key, writer.ToArray());
    }

    /// <summary>Removes the record.</summary>
    public void Delete(StateKey key) => _state.Delete(key);

    /// <summary>The records whose key begins with the prefix, in key order, at most <paramref name="limit"/>.</summary>
    public TRecord[] Scan(StateKey prefix, int limit = int.MaxValue)
    {
        var entries = _state.Scan(prefix, limit);
        var records = new TRecord[entries.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            records[i] = Decode(entries[i].Value);
        }

        return records;
    }

    internal static TRecord Decode(byte[] bytes)
    {
        var reader = new RecordReader(bytes);
        var record = TRecord.Decode(reader);
        reader.End();
        return record;
    }
}
