namespace Ledger.Primitives;

/// <summary>A change of the membership that the ledger has decided and that is not in force yet.</summary>
/// <param name="After">The last block that the old members certify; a multiple of the checkpoint interval.</param>
/// <param name="Next">Who certifies the blocks above.</param>
public sealed record MembershipChange(SequenceNumber After, Membership Next);
