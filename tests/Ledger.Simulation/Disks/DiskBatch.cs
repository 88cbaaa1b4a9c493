namespace Ledger.Simulation;

/// <summary>One atomic write. What it holds reaches the disk as a whole or not at all.</summary>
internal abstract class DiskBatch
{
    /// <summary>Bytes in the log, roughly; decides where a crash may tear it.</summary>
    public abstract int Size { get; }

    /// <summary>Changes the durable contents.</summary>
    public abstract void ApplyTo(DiskContents contents);
}
