using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// What a node says to a transaction at its door, before it is ordered. <see cref="ReceiptStatus.Ok"/> is no promise:
/// the state may be another one when the transaction is executed.
/// </summary>
/// <param name="Status">The status that the transaction would end with now; Ok when nothing speaks against it.</param>
/// <param name="Message">Why not, one line of at most 256 bytes; empty for Ok.</param>
public sealed record AdmissionCheck(ReceiptStatus Status, string Message)
{
    /// <summary>Nothing speaks against the transaction.</summary>
    public static AdmissionCheck Admitted { get; } = new(ReceiptStatus.Ok, "");
}
