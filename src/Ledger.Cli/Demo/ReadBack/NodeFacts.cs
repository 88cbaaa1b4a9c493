namespace Ledger.Cli.Demo.ReadBack;

/// <summary>Where a node stands at the end. Immutable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Height">Height of its last block.</param>
/// <param name="HeaderHash">Hash of that block's header, hexadecimal.</param>
/// <param name="StateRoot">The state root in it, hexadecimal.</param>
/// <param name="Restarted">Whether it was killed and started again.</param>
/// <param name="DataDirectory">Its data directory.</param>
public sealed record NodeFacts(
    string Name, ulong Height, string HeaderHash, string StateRoot, bool Restarted, string DataDirectory);
