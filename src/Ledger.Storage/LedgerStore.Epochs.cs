using Ledger.Primitives;
using Ledger.Storage.Interop;

namespace Ledger.Storage;

/// <content>The headers at the ends of epochs: kept for ever, whatever becomes of the blocks.</content>
public sealed partial class LedgerStore
{
    /// <summary>
    /// Keeps the last header of an epoch that was learnt from a peer; those of committed blocks and of an installed
    /// snapshot are kept by themselves. It may lie above the head. Signatures are the caller's business. Thread safe.
    /// </summary>
    /// <exception cref="ArgumentException">The header does not end an epoch, or names other members.</exception>
    /// <exception cref="StorageException">The write failed.</exception>
    public void PutEpochHeader(EpochHeader epoch)
    {
        CheckWritable();
        if (!epoch.IsConsistent())
        {
            throw new ArgumentException("the header does not end an epoch, or names other members", nameof(epoch));
        }

        using var batch = _database.CreateBatch();
        AddEpochHeader(batch, epoch);
        Write(batch, sync: false);
    }

    /// <summary>The known last headers of epochs above a height, ascending; read lazily. Any thread.</summary>
    /// <exception cref="StorageException">One does not decode.</exception>
    public IEnumerable<EpochHeader> EpochHeaders(SequenceNumber above)
    {
        using var iterator = _database.Iterate(ColumnFamily.Epochs, default);
        iterator.Seek(HeightKey(above.Next.Value));
        for (; iterator.Valid; iterator.Next())
        {
            yield return EpochHeader.TryDecode(iterator.Value) ?? throw new StorageException(
                StorageFailure.Damaged, "The last header of an epoch does not decode.");
        }
    }

    private static byte[] HeightKey(ulong height)
    {
        var key = new byte[RecordKeys.HeightSize];
        RecordKeys.WriteHeight(key, height);
        return key;
    }

    private static void AddEpochHeader(WriteBatch batch, EpochHeader epoch) =>
        batch.Put(ColumnFamily.Epochs, HeightKey(epoch.Header.Height.Value), epoch.Encode());

    private static void AddEpochEnd(
        WriteBatch batch, BlockHeader header, CommitCertificate certificate, byte[]? schedule)
    {
        var next = NextMembers(header, schedule);
        Check(next != null, $"the state after block {header.Height} names other members than its header");
        AddEpochHeader(batch, new EpochHeader(header, certificate, next!));
    }

    /// <summary>
    /// The members above a header as the state after it names them; null when the header names others.
    /// </summary>
    private static Membership? NextMembers(BlockHeader header, byte[]? schedule)
    {
        var next = schedule == null ? null : MembershipSchedule.TryDecode(schedule)?.At(header.Height.Next);
        return next?.Hash == header.NextMembershipHash ? next : null;
    }
}
