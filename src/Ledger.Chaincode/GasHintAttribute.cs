namespace Ledger.Chaincode;

/// <summary>
/// Says how much gas a call of the function usually needs, for callers that plan. It limits nothing: what a call may use is
/// the network's rule, and its receipt says what it used.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class GasHintAttribute : Attribute
{
    /// <summary>States the usual need.</summary>
    /// <param name="gas">Gas, about a nanosecond of work each.</param>
    public GasHintAttribute(long gas)
    {
        Gas = gas;
    }

    /// <summary>The usual need of a call.</summary>
    public long Gas { get; }
}
