namespace Ledger.Primitives;

/// <summary>
/// What every replica of a network must hold alike, or messages of one are no messages to another: a part of the genesis
/// file. Immutable.
/// </summary>
public sealed record ConsensusParameters
{
    /// <summary>Upper bound of <see cref="WindowSize"/>; bounds every certificate list in a message.</summary>
    public const int WindowSizeMax = 1024;

    /// <summary>The values of a genesis file that names none.</summary>
    public static ConsensusParameters Default { get; } = new();

    /// <summary>Most transactions in a batch. Default 1,000, at most <see cref="Batch.TransactionsMax"/>.</summary>
    public int BatchTransactionsMax { get; init; } = 1000;

    /// <summary>
    /// Most encoded bytes of a batch; a batch of a single transaction may be larger. Default 1 MiB, at most
    /// <see cref="Batch.SizeMax"/>.
    /// </summary>
    public int BatchBytesMax { get; init; } = 1024 * 1024;

    /// <summary>H - h, heights between the watermarks. Default 128, at most <see cref="WindowSizeMax"/>.</summary>
    public int WindowSize { get; init; } = 128;

    /// <summary>
    /// Heights between checkpoints. Default 32; at most half of <see cref="WindowSize"/>, or the window stalls.
    /// </summary>
    public int CheckpointInterval { get; init; } = 32;

    /// <summary>
    /// Heights after which the primary changes without any fault: a multiple of <see cref="CheckpointInterval"/>, or 0,
    /// the default, for never.
    /// </summary>
    public int RotationInterval { get; init; }

    /// <summary>
    /// Behind which block a change decided at a height comes into force: the first checkpoint that no replica can have
    /// voted above without having executed the change.
    /// </summary>
    public SequenceNumber ChangeTakesEffectAfter(SequenceNumber decided)
    {
        var interval = (ulong)CheckpointInterval;
        var least = decided.Value + (ulong)WindowSize;
        return new SequenceNumber((least + interval - 1) / interval * interval);
    }

    /// <summary>Checks every bound above and how they relate.</summary>
    /// <exception cref="ArgumentException">A value breaks its bound; the message names it.</exception>
    public void Validate()
    {
        RequireRange(BatchTransactionsMax, 1, Batch.TransactionsMax, nameof(BatchTransactionsMax));
        RequireRange(BatchBytesMax, 1024, Batch.SizeMax, nameof(BatchBytesMax));
        RequireRange(WindowSize, 2, WindowSizeMax, nameof(WindowSize));
        RequireRange(CheckpointInterval, 1, WindowSize / 2, nameof(CheckpointInterval));
        RequireRange(RotationInterval, 0, 1_000_000, nameof(RotationInterval));
        if (RotationInterval % CheckpointInterval != 0)
        {
            throw new ArgumentException($"{nameof(RotationInterval)} is no multiple of {nameof(CheckpointInterval)}");
        }
    }

    private static void RequireRange(int value, int min, int max, string name)
    {
        if (value < min || value > max)
        {
            throw new ArgumentException($"{name} is {value}, not {min} to {max}");
        }
    }
}
