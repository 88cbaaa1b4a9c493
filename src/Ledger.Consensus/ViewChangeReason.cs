namespace Ledger.Consensus;

/// <summary>Why a replica asks for another view.</summary>
public enum ViewChangeReason
{
    /// <summary>Requests wait and nothing is committed: the primary is slow or gone.</summary>
    RequestTimeout,

    /// <summary>A proposal was not committed in time.</summary>
    ProposalTimeout,

    /// <summary>The new view that a quorum asked for did not start in time.</summary>
    NewViewTimeout,

    /// <summary>A request waited too long though others were served.</summary>
    Censorship,

    /// <summary>The primary has had its turn (<see cref="Primitives.ConsensusParameters.RotationInterval"/>).</summary>
    Rotation,

    /// <summary>f+1 others ask for higher views, so at least one honest replica does.</summary>
    Joined,
}
