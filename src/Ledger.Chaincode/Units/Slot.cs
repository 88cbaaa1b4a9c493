namespace Ledger.Chaincode;

/// <summary>A settlement slot, named by its start in seconds since 1970-01-01 UTC; it lasts 15 minutes.</summary>
/// <param name="StartUnixSeconds">A multiple of <see cref="LengthSeconds"/>.</param>
public readonly record struct Slot(long StartUnixSeconds) : IComparable<Slot>
{
    /// <summary>Seconds in a slot.</summary>
    public const long LengthSeconds = 900;

    /// <summary>Whether the start lies on the grid of slots.</summary>
    public bool IsAligned => StartUnixSeconds >= 0 && StartUnixSeconds % LengthSeconds == 0;

    /// <summary>First second behind the slot, which is the start of the next one.</summary>
    public long EndUnixSeconds => StartUnixSeconds + LengthSeconds;

    /// <summary>The slot behind this one.</summary>
    public Slot Next => new(EndUnixSeconds);

    /// <summary>The slot before this one.</summary>
    public Slot Previous => new(StartUnixSeconds - LengthSeconds);

    /// <summary>Whether left is earlier.</summary>
    public static bool operator <(Slot left, Slot right) => left.StartUnixSeconds < right.StartUnixSeconds;

    /// <summary>Whether left is later.</summary>
    public static bool operator >(Slot left, Slot right) => left.StartUnixSeconds > right.StartUnixSeconds;

    /// <summary>Whether left is not later.</summary>
    public static bool operator <=(Slot left, Slot right) => left.StartUnixSeconds <= right.StartUnixSeconds;

    /// <summary>Whether left is not earlier.</summary>
    public static bool operator >=(Slot left, Slot right) => left.StartUnixSeconds >= right.StartUnixSeconds;

    /// <summary>The slot that holds a moment, for example <see cref="CallContext.BlockTimeMilliseconds"/>.</summary>
    public static Slot At(long unixMilliseconds) =>
        new(IntegerMath.FloorDivide(unixMilliseconds, 1000 * LengthSeconds) * LengthSeconds);

    /// <summary>The slot so many slots later, or earlier where negative.</summary>
    public Slot Plus(long slots) => new(StartUnixSeconds + (slots * LengthSeconds));

    /// <summary>Negative, zero or positive as this is earlier, equal or later.</summary>
    public int CompareTo(Slot other) => StartUnixSeconds.CompareTo(other.StartUnixSeconds);
}
