namespace Ledger.Chaincode;

/// <summary>Grants access to every enrolled account of a member organisation.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class AnyMemberAttribute : Attribute
{
}
