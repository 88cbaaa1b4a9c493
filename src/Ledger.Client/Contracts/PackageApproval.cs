namespace Ledger.Client;

/// <summary>One organisation's agreement to a package of contracts.</summary>
/// <param name="Organisation">Who agrees.</param>
/// <param name="Account">The administrator who signed.</param>
/// <param name="Height">Block of the signed transaction.</param>
public sealed record PackageApproval(string Organisation, string Account, ulong Height);
