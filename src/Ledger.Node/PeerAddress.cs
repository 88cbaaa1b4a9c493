namespace Ledger.Node;

/// <summary>Where a validator listens.</summary>
/// <param name="Name">Its name in genesis.</param>
/// <param name="Address"><c>host:port</c>.</param>
public sealed record PeerAddress(string Name, string Address);
