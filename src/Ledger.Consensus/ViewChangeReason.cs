namespace Ledger.Consensus;

/// <summary>Why a replica asks for another view.</summary>
public enum ViewChangeReason
{
    /// <summary>A request waited too long: the primary is slow, gone, or leaves it out.</summary>
    RequestTimeout,

    /// <summary>A proposal was not committed in time.</summary>
    ProposalTimeout,

    /// <summary>The new view that a quorum asked for did not start in time.</summary>
    NewViewTimeout,

    /// <summary>f+1 others ask for higher views, so at least one honest replica does.</summary>
    Joined,
}
