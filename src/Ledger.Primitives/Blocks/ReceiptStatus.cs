namespace Ledger.Primitives;

/// <summary>Outcome of a transaction or of one of its calls. The numbers are part of the format.</summary>
public enum ReceiptStatus : byte
{
    /// <summary>Executed; its writes stand.</summary>
    Ok = 0,

    /// <summary>The contract refused the call.</summary>
    Rejected = 1,

    /// <summary>The caller's attributes do not grant access.</summary>
    PermissionDenied = 2,

    /// <summary>The ledger does not know the key as the account's current, unrevoked, unexpired one.</summary>
    Unauthenticated = 3,

    /// <summary>No such contract or function.</summary>
    NotFound = 4,

    /// <summary>The arguments do not decode as the function's parameters.</summary>
    InvalidArgument = 5,

    /// <summary>The contract failed: overflow, a broken rule of the runtime, an unexpected exception.</summary>
    Failed = 6,

    /// <summary>A limit of gas, memory, depth or size was reached.</summary>
    OutOfResources = 7,

    /// <summary>Not executed: the transaction was executed before.</summary>
    Duplicate = 8,

    /// <summary>Not executed: the height lies outside its validity window.</summary>
    OutsideWindow = 9,

    /// <summary>Not executed: an earlier call of the same atomic transaction failed.</summary>
    Skipped = 10,
}
