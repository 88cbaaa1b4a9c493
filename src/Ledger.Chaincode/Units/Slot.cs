namespace Ledger.Chaincode;

/// <summary>A settlement slot, named by its start in seconds since 1970-01-01 UTC; it lasts 15 minutes.</summary>
/// <param name="StartUnixSeconds">A multiple of <see cref="LengthSeconds"/>.</param>
public readonly record struct Slot(long StartUnixSeconds)
{
    /// <summary>Seconds in a slot.</summary>
    public const long LengthSeconds = 900;

    /// <summary>Whether the start lies on the grid of slots.</summary>
    public bool IsAligned => StartUnixSeconds >= 0 && StartUnixSeconds % LengthSeconds == 0;
}
