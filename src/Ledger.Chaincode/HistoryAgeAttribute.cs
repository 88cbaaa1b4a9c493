namespace Ledger.Chaincode;

/// <summary>
/// Says for how long the earlier values of a contract's keys are of use. A node may prune the history of its keys behind that
/// age; present values are never pruned, and contracts cannot read history, so the attribute changes no receipt. Without it
/// the history is kept as long as the node keeps any.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class HistoryAgeAttribute : Attribute
{
    /// <summary>States the age.</summary>
    /// <param name="days">1 to 36,500; the checker refuses others.</param>
    public HistoryAgeAttribute(int days)
    {
        Days = days;
    }

    /// <summary>Days of ledger time after which an earlier value may be pruned.</summary>
    public int Days { get; }
}
