using Ledger.Primitives;

namespace Ledger.Storage;

/// <summary>Keys whose history was pruned further than that of others.</summary>
/// <param name="Prefix">What these keys begin with. Not changed by anyone.</param>
/// <param name="Lowest">Height from which on their history is whole, beginning with the values there.</param>
public sealed record PrunedPrefix(byte[] Prefix, SequenceNumber Lowest);
