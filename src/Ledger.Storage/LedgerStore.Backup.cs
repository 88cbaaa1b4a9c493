using Ledger.Primitives;

namespace Ledger.Storage;

/// <content>
/// Backups: the ledger without the votes. A copy of a directory is not a disk that remembers its votes (docs/adr/0007),
/// so a backup says that it is one, cannot be opened for writing, and gets another incarnation when it is restored.
/// </content>
public sealed partial class LedgerStore
{
    /// <summary>
    /// Writes a backup of the ledger as it is between two blocks; it is on the disk and whole when this returns, or
    /// does not exist. On the same file system its table files are hard links, which cost no space but share the
    /// disk's fate: keep a copy elsewhere. Any thread, beside <see cref="CommitBlock"/>. A failure concerns the
    /// backup, not the ledger.
    /// </summary>
    /// <param name="directory">Does not exist; its parent does.</param>
    /// <returns>Height of the newest block in it.</returns>
    /// <exception cref="StorageException">It exists already, or cannot be written.</exception>
    public SequenceNumber Backup(string directory)
    {
        CheckWritable();
        directory = Path.GetFullPath(directory);
        lock (_maintenance)
        {
            BackupFiles.CheckCanMake(directory);
            var partial = BackupFiles.PartialName(directory);
            try
            {
                _database.Checkpoint(partial);
                var height = MarkAsBackup(partial);
                BackupFiles.Publish(directory);
                return height;
            }
            catch
            {
                BackupFiles.Remove(partial);
                throw;
            }
        }
    }

    /// <summary>
    /// Makes a node's directory from a backup (<see cref="Backup"/>), which stays as it is. The directory has no votes
    /// and the given incarnation, so the node starts as an observer until the members list it again. It is whole when
    /// this returns, or does not exist.
    /// </summary>
    /// <param name="backup">A backup, or a copy of one; may be on a medium that is read-only.</param>
    /// <param name="directory">Does not exist; its parent does.</param>
    /// <param name="newIncarnation">A random number, not 0: that would say that the node has never voted.</param>
    /// <returns>Height of the newest block.</returns>
    /// <exception cref="StorageException">
    /// It is no backup, is damaged (log, head and top of the state tree are looked at; <see cref="VerifyIntegrity"/>
    /// looks at all), or the directory exists already or cannot be written.
    /// </exception>
    public static SequenceNumber RestoreBackup(string backup, string directory, ulong newIncarnation)
    {
        ArgumentOutOfRangeException.ThrowIfZero(newIncarnation);
        backup = Path.GetFullPath(backup);
        directory = Path.GetFullPath(directory);
        using var source = OpenReadOnly(backup, null);
        if (!source.IsBackup)
        {
            throw new StorageException(
                StorageFailure.Backup, $"{backup} is a node's own directory, not a backup.");
        }

        BackupFiles.CheckCanMake(directory);
        var partial = BackupFiles.PartialName(directory);
        try
        {
            BackupFiles.CopyDatabase(backup, partial);
            using (var database = OpenDatabase(partial, new StoreOptions(), readOnly: false))
            {
                Span<byte> number = stackalloc byte[RecordKeys.HeightSize];
                using var batch = database.CreateBatch();
                batch.DeleteAll(ColumnFamily.Votes);
                batch.Delete(ColumnFamily.Meta, RecordKeys.Backup);
                batch.Put(ColumnFamily.Meta, RecordKeys.Incarnation, RecordKeys.WriteHeight(number, newIncarnation));
                batch.Commit(sync: true);
                database.FlushAll();
            }

            using (var restored = OpenReadOnly(partial, source.ChainId))
            {
                Check(
                    restored.Height == source.Height && restored.StateRoot == source.StateRoot &&
                    restored.Incarnation == newIncarnation && restored.LoadConsensus().Count == 0 && !restored.IsBackup,
                    "the restored directory is not what the backup says");
            }

            BackupFiles.Publish(directory);
            return source.Height;
        }
        catch
        {
            BackupFiles.Remove(partial);
            throw;
        }
    }

    /// <summary>Makes a copy a backup: no votes, no pieces of a snapshot, and the mark.</summary>
    private static SequenceNumber MarkAsBackup(string directory)
    {
        using var database = OpenDatabase(directory, new StoreOptions(), readOnly: false);
        Span<byte> height = stackalloc byte[RecordKeys.HeightSize];
        using (var head = database.Get(ColumnFamily.Meta, RecordKeys.Head))
        {
            height.Clear();
            head.Span[..Math.Min(head.Span.Length, RecordKeys.HeightSize)].CopyTo(height);
        }

        using var batch = database.CreateBatch();
        batch.DeleteAll(ColumnFamily.Votes);
        batch.DeleteAll(ColumnFamily.Staging);
        batch.Delete(ColumnFamily.Meta, RecordKeys.Restore);
        batch.Put(ColumnFamily.Meta, RecordKeys.Backup, height);
        batch.Commit(sync: true);
        database.FlushAll();
        return new SequenceNumber(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(height));
    }
}
