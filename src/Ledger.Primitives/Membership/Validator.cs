namespace Ledger.Primitives;

/// <summary>A member of the consortium that votes.</summary>
/// <param name="Name">Unique name of the node, for logs and tables.</param>
/// <param name="Organisation">The utility cell that runs it.</param>
/// <param name="PublicKey">Ed25519 key of its votes, 32 bytes.</param>
public sealed record Validator(string Name, string Organisation, ReadOnlyMemory<byte> PublicKey)
{
    /// <summary>
    /// Which memory of its own votes the validator has: 0 for one that has voted since it was named, another number since
    /// it lost its disk (docs/adr/0007). A node votes only under the incarnation that its own disk holds.
    /// </summary>
    public ulong Incarnation { get; init; }
}
