namespace Ledger.Cli.Demo.ReadBack;

/// <summary>All money there is, in n¤. Immutable.</summary>
/// <param name="IssuedNano">Brought onto the ledger, read with proof.</param>
/// <param name="RedeemedNano">Taken off it, read with proof.</param>
/// <param name="SumOfBalancesNano">
/// Balances of homes, main grid, operator, distribution grid and clearing account, each read with proof, added up here.
/// </param>
/// <param name="GridBalanceNano">The main grid's among them.</param>
/// <param name="ClearingBalanceNano">The clearing account's among them.</param>
/// <param name="AuditNano">The sum over all accounts that the wallet contract computes.</param>
public sealed record MoneyFacts(
    long IssuedNano, long RedeemedNano, long SumOfBalancesNano, long GridBalanceNano, long ClearingBalanceNano,
    long AuditNano)
{
    /// <summary>What the market's operator holds, whose surplus and deficit the auctions' are.</summary>
    public long OperatorBalanceNano { get; init; }

    /// <summary>What the distribution grid holds; 0 without a feeder.</summary>
    public long TransportBalanceNano { get; init; }
}
