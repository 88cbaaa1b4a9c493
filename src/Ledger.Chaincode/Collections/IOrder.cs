namespace Ledger.Chaincode;

/// <summary>
/// An order of values. It must be the same at every call: antisymmetric and transitive. One that is not makes a sort or a map
/// give a useless result, but the same useless result on every replica and at the same cost.
/// </summary>
/// <typeparam name="T">What is ordered.</typeparam>
public interface IOrder<in T>
{
    /// <summary>Negative when left comes first, positive when right does, 0 when neither must.</summary>
    int Compare(T left, T right);
}
