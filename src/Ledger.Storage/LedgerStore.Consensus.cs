namespace Ledger.Storage;

/// <content>
/// What the replica has signed and must never contradict; keys and values are the consensus room's own.
/// </content>
public sealed partial class LedgerStore
{
    /// <summary>
    /// Saves records in one atomic write; a null value removes one. Thread safe, also beside <see cref="CommitBlock"/>.
    /// </summary>
    /// <param name="changes">The records.</param>
    /// <param name="sync">
    /// Whether they, and everything written before them, must be on the disk on return. True before a vote is sent.
    /// </param>
    /// <exception cref="StorageException">The write failed; the vote must not be sent.</exception>
    public void SaveConsensus(IReadOnlyList<(byte[] Key, byte[]? Value)> changes, bool sync)
    {
        CheckWritable();
        using var batch = _database.CreateBatch();
        for (var i = 0; i < changes.Count; i++)
        {
            var (key, value) = changes[i];
            if (value == null)
            {
                batch.Delete(ColumnFamily.Votes, key);
            }
            else
            {
                batch.Put(ColumnFamily.Votes, key, value);
            }
        }

        Write(batch, sync);
    }

    /// <summary>All records, by ascending key.</summary>
    public IReadOnlyList<KeyValuePair<byte[], byte[]>> LoadConsensus()
    {
        var records = new List<KeyValuePair<byte[], byte[]>>();
        using var iterator = _database.Iterate(ColumnFamily.Votes, default);
        for (; iterator.Valid; iterator.Next())
        {
            records.Add(new KeyValuePair<byte[], byte[]>(iterator.Key.ToArray(), iterator.Value.ToArray()));
        }

        return records;
    }
}
