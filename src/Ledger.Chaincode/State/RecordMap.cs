namespace Ledger.Chaincode;

/// <summary>
/// A named collection of records under typed keys, in the order of the keys, with indexes that are kept in step: putting or
/// deleting a record changes its entries in every index within the same call. Cheap to create; what it holds is in the state.
/// </summary>
/// <remarks>
/// In the state, a record lies under collection and key parts; an entry of an index under <c>collection#index</c>, the index's
/// parts and the key parts, and its value is the record's whole key. Keys have at most 255 bytes, all parts together.
/// </remarks>
/// <typeparam name="TKey">Type of the keys, for example <see cref="TextKey"/> or one of the contract's own.</typeparam>
/// <typeparam name="TRecord">What is stored.</typeparam>
public sealed class RecordMap<TKey, TRecord>
    where TKey : struct, IRecordKey<TKey>
    where TRecord : class, IRecord<TRecord>
{
    private readonly IContractState _state;
    private readonly RecordStore<TRecord> _store;
    private readonly IRecordIndex<TRecord>[] _indexes;
    private readonly string _collection;

    /// <summary>Opens the collection.</summary>
    /// <param name="context">The call.</param>
    /// <param name="collection">First part of every key of the collection; without <c>#</c>.</param>
    /// <param name="indexes">All its indexes, the same at every opening that writes.</param>
    public RecordMap(CallContext context, string collection, params IRecordIndex<TRecord>[] indexes)
    {
        _state = context.State;
        _store = new RecordStore<TRecord>(context, collection);
        _collection = collection;
        _indexes = indexes;
    }

    /// <summary>The prefix of all keys; append leading parts of a key to scan for them.</summary>
    public StateKey Root => _store.Root;

    /// <summary>The record, or null.</summary>
    public TRecord? Find(TKey key) => _store.Find(key.AppendTo(Root));

    /// <summary>The record; the call is rejected when there is none.</summary>
    /// <exception cref="ContractRejection">There is none; with this message.</exception>
    public TRecord Get(TKey key, string messageWhenAbsent) =>
        Find(key) ?? throw new ContractRejection(messageWhenAbsent);

    /// <summary>Whether there is a record.</summary>
    public bool Contains(TKey key) => _state.Get(key.AppendTo(Root)) != null;

    /// <summary>Stores the record, in place of one that is there.</summary>
    public void Put(TKey key, TRecord record)
    {
        var place = key.AppendTo(Root);
        if (_indexes.Length > 0)
        {
            Reindex(key, place, _store.Find(place), record);
        }

        _store.Put(place, record);
    }

    /// <summary>Stores a record where none may be yet.</summary>
    /// <exception cref="ContractRejection">There is one; with this message.</exception>
    public void Add(TKey key, TRecord record, string messageWhenPresent)
    {
        if (Contains(key))
        {
            throw new ContractRejection(messageWhenPresent);
        }

        Put(key, record);
    }

    /// <summary>Removes the record; nothing happens when there is none.</summary>
    public void Delete(TKey key)
    {
        var place = key.AppendTo(Root);
        if (_indexes.Length > 0)
        {
            Reindex(key, place, _store.Find(place), null);
        }

        _store.Delete(place);
    }

    /// <summary>The records in key order, at most <paramref name="limit"/>.</summary>
    public RecordEntry<TKey, TRecord>[] Scan(int limit = int.MaxValue) => Scan(Root, limit);

    /// <summary>The records whose key begins with the prefix, in key order, at most <paramref name="limit"/>.</summary>
    /// <param name="prefix"><see cref="Root"/> with leading parts of a key appended.</param>
    /// <param name="limit">Most records.</param>
    public RecordEntry<TKey, TRecord>[] Scan(StateKey prefix, int limit = int.MaxValue)
    {
        var found = _state.Scan(prefix, limit);
        var entries = new RecordEntry<TKey, TRecord>[found.Length];
        for (var i = 0; i < found.Length; i++)
        {
            entries[i] = Entry(found[i].Key, found[i].Value);
        }

        return entries;
    }

    /// <summary>The prefix of an index; append what to look for.</summary>
    /// <param name="index">Name of the index.</param>
    public StateKey IndexRoot(string index) => StateKey.Of(_collection + "#" + index);

    /// <summary>The records found by an index, in the order of the index and then of their keys.</summary>
    /// <param name="prefix"><see cref="IndexRoot"/> with leading parts appended.</param>
    /// <param name="limit">Most records.</param>
    public RecordEntry<TKey, TRecord>[] ScanIndex(StateKey prefix, int limit = int.MaxValue)
    {
        var found = _state.Scan(prefix, limit);
        var entries = new RecordEntry<TKey, TRecord>[found.Length];
        for (var i = 0; i < found.Length; i++)
        {
            var place = StateKey.FromBytes(found[i].Value);
            entries[i] = Entry(place, _state.Get(place) ?? throw new ContractRejection("an index entry without its record"));
        }

        return entries;
    }

    private static bool Same(StateKey left, StateKey right) => left.Bytes.AsSpan().SequenceEqual(right.Bytes);

    private RecordEntry<TKey, TRecord> Entry(StateKey place, byte[] value)
    {
        var reader = new KeyReader(place, Root);
        var key = TKey.Read(reader);
        reader.End();
        return new RecordEntry<TKey, TRecord>(key, RecordStore<TRecord>.Decode(value));
    }

    private void Reindex(TKey key, StateKey place, TRecord? before, TRecord? after)
    {
        foreach (var index in _indexes)
        {
            var root = IndexRoot(index.Name);
            var old = before == null ? root : index.AppendTo(before, root);
            var now = after == null ? root : index.AppendTo(after, root);
            if (Same(old, now))
            {
                continue;
            }

            if (!Same(old, root))
            {
                _state.Delete(key.AppendTo(old));
            }

            if (!Same(now, root))
            {
                _state.Put(key.AppendTo(now), place.Bytes);
            }
        }
    }
}
