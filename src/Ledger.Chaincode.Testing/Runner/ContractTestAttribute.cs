namespace Ledger.Chaincode.Testing;

/// <summary>
/// Marks a public method without parameters as a test for <see cref="ContractTests"/>; each runs on an object of its own.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ContractTestAttribute : Attribute
{
}
