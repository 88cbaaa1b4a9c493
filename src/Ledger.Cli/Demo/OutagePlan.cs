namespace Ledger.Cli.Demo;

/// <summary>When a node is killed and when it comes back. Immutable.</summary>
/// <param name="KillSlot">The slot in which it is killed, while orders are on their way.</param>
/// <param name="RestartSlot">The slot before which it is started again; behind the last when the day ends before.</param>
/// <param name="ReturnSlot">The slot before which it must have caught up, if it has not before.</param>
public sealed record OutagePlan(int KillSlot, int RestartSlot, int ReturnSlot);
