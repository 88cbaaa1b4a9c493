namespace Ledger.Simulation;

/// <summary>The records that one turn of the consensus loop writes and deletes.</summary>
/// <param name="changes">In order; a null value deletes.</param>
internal sealed class RecordBatch(IReadOnlyList<(byte[] Key, byte[]? Value)> changes) : DiskBatch
{
    /// <inheritdoc/>
    public override int Size
    {
        get
        {
            var size = 16;
            for (var i = 0; i < changes.Count; i++)
            {
                size += 8 + changes[i].Key.Length + (changes[i].Value?.Length ?? 0);
            }

            return size;
        }
    }

    /// <inheritdoc/>
    public override void ApplyTo(DiskContents contents)
    {
        for (var i = 0; i < changes.Count; i++)
        {
            contents.SetRecord(changes[i].Key, changes[i].Value);
        }
    }
}
