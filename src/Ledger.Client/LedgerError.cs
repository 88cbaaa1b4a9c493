namespace Ledger.Client;

/// <summary>Why a call of the SDK did not give what was asked for.</summary>
public enum LedgerError
{
    /// <summary>The request is wrong whatever the state of the ledger.</summary>
    InvalidArgument,

    /// <summary>No such contract, function, transaction or block.</summary>
    NotFound,

    /// <summary>The account's certificate does not grant this.</summary>
    PermissionDenied,

    /// <summary>The ledger does not know the key as the account's current, unrevoked, unexpired one.</summary>
    Unauthenticated,

    /// <summary>The transaction was handed in or executed before.</summary>
    Duplicate,

    /// <summary>The contract or the node refused it; the same request will not do better by itself.</summary>
    Refused,

    /// <summary>A queue or limit of the node is reached; slow down and try again.</summary>
    Busy,

    /// <summary>Time ran out. A transaction may still be executed: ask for its receipt.</summary>
    Timeout,

    /// <summary>
    /// The node cannot be reached, or was lost on the way. A transaction may still be executed: ask for its receipt.
    /// </summary>
    Unavailable,

    /// <summary>The node, or the contract, failed.</summary>
    Failed,

    /// <summary>
    /// The node's answer does not prove what it says, is malformed, or belongs to another chain. The node is not to be
    /// trusted.
    /// </summary>
    Unproven,

    /// <summary>Not enough nodes gave the same answer.</summary>
    Disagreement,
}
