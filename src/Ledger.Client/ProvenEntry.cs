using Ledger.Primitives;

namespace Ledger.Client;

/// <summary>One key of a contract with its value, checked against a certified header. Immutable.</summary>
/// <param name="Key">The contract's key.</param>
/// <param name="Value">Its value and everything that proves it.</param>
public sealed record ProvenEntry(ReadOnlyMemory<byte> Key, ProvenValue Value)
{
    /// <summary>The certified header under whose state root this holds.</summary>
    public BlockHeader Header => Value.Header;
}
