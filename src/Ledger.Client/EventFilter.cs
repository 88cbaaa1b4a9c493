namespace Ledger.Client;

/// <summary>Which events to deliver.</summary>
/// <param name="Contract">Emitting contract; empty for all.</param>
/// <param name="Name">Name of the event; empty for all.</param>
/// <param name="ToHeight">Last height to deliver, after which the stream ends; 0 follows the chain until
/// cancelled.</param>
public sealed record EventFilter(string Contract = "", string Name = "", ulong ToHeight = 0);
