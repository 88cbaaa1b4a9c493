namespace Ledger.Chaincode;

/// <summary>
/// Marks a public instance method as callable by transactions and by other contracts. Its first parameter is a
/// <see cref="CallContext"/>; the others and the result are of the types <see cref="RecordWriter"/> has a method for:
/// <c>bool int long string byte[] long[] string[]</c> (the result may also be <c>void</c>). The function's name on the ledger is the
/// method's name with a lower-case first letter; overloads are refused. Access is denied unless an attribute grants it:
/// <see cref="RequiresAttribute"/>, <see cref="AnyMemberAttribute"/> or <see cref="FromContractAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class FunctionAttribute : Attribute
{
    /// <summary>Whether the function may be answered by a query without a transaction; it cannot write or emit.</summary>
    public bool ReadOnly { get; init; }
}
