namespace Ledger.Consensus;

/// <summary>Why a backup does not accept a pre-prepare.</summary>
public enum ProposalFlaw
{
    /// <summary>No flaw.</summary>
    None,

    /// <summary>Without transactions, and no change of members is near that it could bring nearer.</summary>
    Empty,

    /// <summary>More transactions or bytes than the options allow.</summary>
    TooLarge,

    /// <summary>Not later than the batch before.</summary>
    TimeNotAfterPrevious,

    /// <summary>Too far ahead of this replica's clock.</summary>
    TimeInFuture,

    /// <summary>A transaction is not valid at this height, or its window is too long.</summary>
    OutsideWindow,

    /// <summary>A transaction stands twice in the batch, in an earlier batch in flight, or in a recent block.</summary>
    DuplicateTransaction,
}
