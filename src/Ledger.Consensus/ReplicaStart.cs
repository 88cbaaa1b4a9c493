using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>What a replica finds on its disk when it starts.</summary>
/// <param name="Epoch">The epoch of the height above the head, as the stored state says it.</param>
/// <param name="Change">The change of members that is still to come; null when none is.</param>
/// <param name="Head">
/// Header of the last stored block; null at genesis, where the previous hash is the chain id.
/// </param>
/// <param name="HeadCertificate">Certificate of <paramref name="Head"/>; null at genesis.</param>
/// <param name="Records">All records persisted and not forgotten, in any order.</param>
/// <param name="RecentTransactions">
/// Every transaction in a stored block whose last valid height is above the head's height; more does no harm.
/// </param>
public sealed record ReplicaStart(
    Epoch Epoch,
    MembershipChange? Change,
    BlockHeader? Head,
    CommitCertificate? HeadCertificate,
    IReadOnlyList<KeyValuePair<byte[], byte[]>> Records,
    IEnumerable<(Digest Id, ulong ValidUntil)> RecentTransactions)
{
    /// <summary>A replica of a new chain.</summary>
    public static ReplicaStart Genesis(Digest chainId, Membership membership) =>
        new(Epoch.First(chainId, membership), null, null, null, [], []);
}
