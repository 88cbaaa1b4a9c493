namespace Ledger.Node;

/// <summary>The system's time with a wall clock that is wrong by a constant. Thread safe.</summary>
internal sealed class ShiftedTime(TimeSpan offset) : TimeProvider
{
    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + offset;
}
