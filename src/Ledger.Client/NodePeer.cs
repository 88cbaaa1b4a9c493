namespace Ledger.Client;

/// <summary>Another validator as a node sees it.</summary>
/// <param name="Name">Its name in genesis.</param>
/// <param name="IsConnected">Whether the node's stream to it is open.</param>
public sealed record NodePeer(string Name, bool IsConnected);
