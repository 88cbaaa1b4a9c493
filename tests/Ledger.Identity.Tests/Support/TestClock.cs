namespace Ledger.Identity.Tests;

/// <summary>A clock that moves only when a test moves it.</summary>
internal sealed class TestClock : TimeProvider
{
    internal DateTimeOffset Now { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
