namespace Ledger.Runtime;

/// <summary>What a proposal does to the list of validators.</summary>
public enum MembershipProposalKind : byte
{
    /// <summary>A validator more, at the end of the list.</summary>
    Add = 1,

    /// <summary>A validator less; those behind it move up.</summary>
    Remove = 2,

    /// <summary>Another validator in the place of one.</summary>
    Replace = 3,
}
