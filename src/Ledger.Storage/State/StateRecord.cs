namespace Ledger.Storage;

/// <summary>A stored state entry: version (<see cref="RecordKeys.VersionSize"/> bytes), then the value.</summary>
internal static class StateRecord
{
    /// <summary>The value in a record.</summary>
    /// <exception cref="StorageException">It is too short to be a record.</exception>
    public static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> record) => record.Length >= RecordKeys.VersionSize
        ? record[RecordKeys.VersionSize..]
        : throw new StorageException(StorageFailure.Damaged, "A state entry has no version.");
}
