using System.Text;
using Ledger.Primitives;

namespace Ledger.Client.Light;

/// <summary>The keys of one contract that begin with a prefix: what a light node keeps of the state. Immutable.</summary>
/// <param name="Contract">The contract.</param>
/// <param name="Prefix">What the contract's keys begin with, see <see cref="StateKeyBuilder"/>; empty for all.</param>
public sealed record LightRange(string Contract, ReadOnlyMemory<byte> Prefix)
{
    /// <summary>Whether a key of a contract belongs to the range.</summary>
    public bool Contains(string contract, ReadOnlySpan<byte> key) =>
        contract == Contract && key.StartsWith(Prefix.Span);

    /// <summary>Names the range among others: the SHA-256 of contract, zero byte and prefix.</summary>
    public Digest Id => Digest.Of([.. Encoding.UTF8.GetBytes(Contract), 0, .. Prefix.Span]);
}
