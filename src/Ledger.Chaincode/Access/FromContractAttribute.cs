namespace Ledger.Chaincode;

/// <summary>
/// Grants access to calls that come directly from one of the named contracts, and to nobody else. May stand beside
/// <see cref="RequiresAttribute"/>: then either way in suffices.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class FromContractAttribute : Attribute
{
    /// <summary>Names the calling contracts.</summary>
    public FromContractAttribute(params string[] contracts)
    {
        Contracts = contracts;
    }

    /// <summary>Names of the contracts that may call.</summary>
    public string[] Contracts { get; }
}
