namespace Ledger.Runtime;

/// <summary>One organisation's agreement to a package.</summary>
/// <param name="Organisation">Who agrees.</param>
/// <param name="Account">The administrator who signed.</param>
/// <param name="Height">Block of the signed transaction.</param>
internal sealed record PackageApproval(string Organisation, string Account, ulong Height);
