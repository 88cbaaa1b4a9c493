using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// A proposal that organisations have approved, too few so far. Immutable. Encoded: version u8 = 1, the proposal's
/// bytes behind their length, approvals (count, then organisation text, account text, height u64 each).
/// </summary>
/// <param name="Proposal">The change.</param>
/// <param name="Approvals">Who agreed, in order, at least one; the first one proposed.</param>
public sealed record OpenMembershipProposal(
    MembershipProposal Proposal, IReadOnlyList<OrganisationApproval> Approvals)
{
    /// <summary>Most open proposals. An organisation opens its equal share of them, at least one.</summary>
    public const int CountMax = 32;

    /// <summary>Blocks after its last approval for which a proposal stays open.</summary>
    public const ulong LifetimeBlocks = 10_000;

    private const byte Version = 1;

    /// <summary>Whether it can still be approved in the block of a height.</summary>
    public bool IsOpenAt(ulong height) => height <= Approvals[^1].Height + LifetimeBlocks;

    /// <summary>The canonical bytes.</summary>
    public byte[] Encode()
    {
        var writer = new CanonicalWriter().U8(Version).Bytes(Proposal.Encode());
        OrganisationApproval.EncodeList(writer, Approvals);
        return writer.ToArray();
    }

    /// <summary>Reads an open proposal.</summary>
    /// <returns>Null when the bytes are not exactly one.</returns>
    public static OpenMembershipProposal? TryDecode(ReadOnlySpan<byte> bytes)
    {
        var reader = new CanonicalReader(bytes);
        var version = reader.U8();
        var proposal = MembershipProposal.TryDecode(reader.Bytes(MembershipProposal.SizeMax));
        var approvals = OrganisationApproval.DecodeList(ref reader);
        return reader.IsComplete && version == Version && proposal != null && approvals.Length > 0
            ? new OpenMembershipProposal(proposal, approvals)
            : null;
    }

    /// <summary>
    /// Reads what <c>membership.proposals()</c> answers inside its <c>byte[]</c>: count, then each open proposal behind
    /// its length, ascending by the proposal's hash.
    /// </summary>
    /// <returns>Null when the bytes are something else.</returns>
    public static IReadOnlyList<OpenMembershipProposal>? TryDecodeList(ReadOnlySpan<byte> bytes)
    {
        var reader = new CanonicalReader(bytes);
        var proposals = new OpenMembershipProposal[reader.Count(4, CountMax)];
        for (var i = 0; i < proposals.Length; i++)
        {
            if (TryDecode(reader.Bytes()) is not { } proposal)
            {
                return null;
            }

            proposals[i] = proposal;
        }

        return reader.IsComplete ? proposals : null;
    }

    internal static byte[] EncodeList(IReadOnlyList<OpenMembershipProposal> proposals)
    {
        var writer = new CanonicalWriter().Count(proposals.Count);
        foreach (var proposal in proposals)
        {
            writer.Bytes(proposal.Encode());
        }

        return writer.ToArray();
    }

    /// <summary>Reads what the membership contract stored.</summary>
    /// <exception cref="RuntimeInvariantException">The bytes are something else.</exception>
    internal static OpenMembershipProposal Decode(byte[] bytes)
    {
        var proposal = TryDecode(bytes);
        RuntimeInvariantException.Check(proposal != null, "the state's record of an open proposal is well formed");
        return proposal;
    }
}
