namespace Ledger.Primitives;

/// <summary>
/// What calls of contracts may use: a part of the genesis file, since a call that one replica ends and another one does
/// not would split them. A call that wants more ends, and its receipt names the limit. Immutable.
/// </summary>
public sealed record ExecutionLimits
{
    /// <summary>
    /// Upper bound of the gas limits, some minutes of work. Blocks that take longer than the nodes' patience with a primary
    /// (docs/operators.md) change the view again and again.
    /// </summary>
    public const long GasMax = 1_000_000_000_000;

    /// <summary>Least gas of a call: the decisions of the lifecycle and membership contracts stay possible.</summary>
    public const long GasMin = 1_000_000;

    /// <summary>Bounds of <see cref="MemoryPerCall"/>.</summary>
    public const long MemoryMin = 4 * 1024 * 1024, MemoryMax = 4L * 1024 * 1024 * 1024;

    /// <summary>Bounds of <see cref="StackPerCall"/>: the threads that run contracts have room for the upper one.</summary>
    public const int StackMin = 16 * 1024, StackMax = 512 * 1024;

    /// <summary>Least of <see cref="PackageSize"/>.</summary>
    public const int PackageSizeMin = 16 * 1024;

    /// <summary>The values of a genesis file that names none.</summary>
    public static ExecutionLimits Default { get; } = new();

    /// <summary>
    /// Most gas of one call, nested calls included; a gas is about half a nanosecond of work. Default 500,000,000.
    /// </summary>
    public long GasPerCall { get; init; } = 500_000_000;

    /// <summary>Most gas of all calls of a transaction, reverted ones included. Default 500,000,000.</summary>
    public long GasPerTransaction { get; init; } = 500_000_000;

    /// <summary>
    /// Most gas of all calls of a block, reverted ones included; the call that meets it and those behind it fail. Default
    /// 1,000,000,000, about half a second: below the time after which backups lose patience with the primary.
    /// </summary>
    public long GasPerBlock { get; init; } = 1_000_000_000;

    /// <summary>
    /// Most bytes that one call allocates, nested calls included, those that are garbage by then too. Default 256 MiB.
    /// </summary>
    public long MemoryPerCall { get; init; } = 256 * 1024 * 1024;

    /// <summary>
    /// Most bytes of stack that the functions of one call take, by the meter's estimate, which is not below what the
    /// runtime takes. Default 256 KiB: some hundred functions that call one another.
    /// </summary>
    public int StackPerCall { get; init; } = 256 * 1024;

    /// <summary>Largest contract package, in bytes. Default 1 MiB.</summary>
    public int PackageSize { get; init; } = 1024 * 1024;

    /// <summary>Checks every bound above, and that a call fits into a transaction and a transaction into a block.</summary>
    /// <exception cref="ArgumentException">A value breaks its bound; the message names it.</exception>
    public void Validate()
    {
        RequireRange(GasPerBlock, GasMin, GasMax, nameof(GasPerBlock));
        RequireRange(GasPerTransaction, GasMin, GasPerBlock, nameof(GasPerTransaction));
        RequireRange(GasPerCall, GasMin, GasPerTransaction, nameof(GasPerCall));
        RequireRange(MemoryPerCall, MemoryMin, MemoryMax, nameof(MemoryPerCall));
        RequireRange(StackPerCall, StackMin, StackMax, nameof(StackPerCall));
        RequireRange(PackageSize, PackageSizeMin, IStateView.ValueSizeMax, nameof(PackageSize));
    }

    private static void RequireRange(long value, long min, long max, string name)
    {
        if (value < min || value > max)
        {
            throw new ArgumentException($"{name} is {value}, not {min} to {max}");
        }
    }
}
