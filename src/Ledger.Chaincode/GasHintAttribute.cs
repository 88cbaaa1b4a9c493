namespace Ledger.Chaincode;

/// <summary>
/// Says how much gas a call of the function usually needs, for callers that plan. <c>ledger chaincode check</c> and <c>run</c> show
/// it, and the package's manifest on the ledger carries it. It limits nothing: what a call may use is the network's rule,
/// and its receipt says what it used.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class GasHintAttribute : Attribute
{
    /// <summary>States the usual need.</summary>
    /// <param name="gas">Gas, 1 or more, about half a nanosecond of work each.</param>
    public GasHintAttribute(long gas)
    {
        Gas = gas;
    }

    /// <summary>The usual need of a call.</summary>
    public long Gas { get; }
}
