using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// The keys that this node may vote with, and the incarnation that its disk holds. Where a membership lists one of the
/// keys with this incarnation, the node is that replica; where it lists none, it is an observer. Immutable.
/// </summary>
/// <param name="signers">Usually one; two around the rotation of a key.</param>
/// <param name="incarnation">See <see cref="Validator.Incarnation"/>.</param>
public sealed class ReplicaKeys(IReadOnlyList<IEd25519Signer> signers, ulong incarnation)
{
    /// <summary>The place in a membership and the key that belongs there, or null.</summary>
    public (ReplicaId Id, IEd25519Signer Signer)? Find(Membership membership)
    {
        foreach (var signer in signers)
        {
            if (membership.Find(signer.PublicKey.Span, incarnation) is { } id)
            {
                return (id, signer);
            }
        }

        return null;
    }
}
