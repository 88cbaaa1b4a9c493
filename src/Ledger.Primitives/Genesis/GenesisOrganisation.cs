namespace Ledger.Primitives;

/// <summary>A member organisation.</summary>
/// <param name="Id">Its name in accounts and certificates.</param>
/// <param name="CaCertificate">X.509 certificate of its authority, DER.</param>
public sealed record GenesisOrganisation(string Id, byte[] CaCertificate);
