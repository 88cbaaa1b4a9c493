namespace Ledger.Cli.Demo.ReadBack;

/// <summary>A home's day. Money in n¤. Immutable.</summary>
/// <param name="Account">Its account.</param>
/// <param name="AssetType">What its certificate says it has.</param>
/// <param name="Bill">All its bills added up.</param>
/// <param name="BalanceNano">What its wallet holds, read with proof.</param>
/// <param name="IssuedNano">What the bank brought, by its statement.</param>
/// <param name="SettledNano">Sum of all other lines of its statement.</param>
/// <param name="Lines">Number of lines of its statement.</param>
/// <param name="LinesCounted">Number of lines that the ledger counts, read with proof.</param>
public sealed record HomeFacts(
    string Account, string AssetType, BillFacts Bill, long BalanceNano, long IssuedNano, long SettledNano, long Lines,
    long LinesCounted)
{
    /// <summary>What the home has gained by the market over the tariff alone.</summary>
    public long SavedNano => Bill.NetNano - Bill.TariffNano;
}
