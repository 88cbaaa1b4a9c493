namespace Ledger.Chaincode;

/// <summary>A contract's own refusal of a call. Its message is part of the receipt, so it must be the same on every replica.</summary>
public sealed class ContractRejection : Exception
{
    /// <summary>Rejects with a message of at most 256 characters (more is cut).</summary>
    public ContractRejection(string message, bool permissionDenied = false)
        : base(message ?? "")
    {
        PermissionDenied = permissionDenied;
    }

    /// <summary>Whether the caller lacks a right, rather than the call being wrong or untimely.</summary>
    public bool PermissionDenied { get; }
}
