namespace Ledger.Simulation;

/// <summary>A snapshot in place of all blocks and state; the records stay.</summary>
/// <param name="snapshot">What was fetched and checked.</param>
internal sealed class SnapshotBatch(Snapshot snapshot) : DiskBatch
{
    /// <inheritdoc/>
    public override int Size => 4096 + (512 * snapshot.Blocks.Count);

    /// <inheritdoc/>
    public override void ApplyTo(DiskContents contents) => contents.Install(snapshot);
}
