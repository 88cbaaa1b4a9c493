namespace Ledger.Cli.Feeders;

/// <summary>A bus of a feeder. Immutable.</summary>
/// <param name="Name">Its name in the registry.</param>
/// <param name="LoadW">The published load at it, in W; a hint for examples, not registered.</param>
/// <param name="LoadVar">The reactive part of it, in var.</param>
public sealed record FeederBus(string Name, long LoadW = 0, long LoadVar = 0);
