using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// Who agreed to what about one contract: kept for good, one record for every time that the contract came to be carried
/// by another package or by none. Immutable. Encoded: version u8 = 1, kind u8, package hash 32 (zeros for a
/// retirement), decided at u64, in force from u64, approvals (count, then organisation text, account text, height u64).
/// </summary>
/// <param name="Kind">What was decided.</param>
/// <param name="Package">The package that carries the contract from then on; zeros for none.</param>
/// <param name="DecidedAt">Block of the decision.</param>
/// <param name="InForceFrom">First block that goes by it.</param>
/// <param name="Approvals">Who agreed.</param>
internal sealed record LifecycleDecision(
    LifecycleDecisionKind Kind,
    Digest Package,
    ulong DecidedAt,
    ulong InForceFrom,
    IReadOnlyList<OrganisationApproval> Approvals)
{
    private const byte Version = 1;

    public byte[] Encode()
    {
        var writer = new CanonicalWriter()
            .U8(Version).U8((byte)Kind).Digest(Package).U64(DecidedAt).U64(InForceFrom);
        OrganisationApproval.EncodeList(writer, Approvals);
        return writer.ToArray();
    }
}
