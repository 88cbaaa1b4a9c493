namespace Ledger.Cli.Report.Markets;

/// <summary>What a participant did in the markets of a period. Immutable.</summary>
/// <param name="Name">The account, or a number in its place.</param>
/// <param name="Orders">Orders, without those that were cancelled.</param>
/// <param name="OrderedWh">Wh of these.</param>
/// <param name="BoughtWh">Wh bought.</param>
/// <param name="SoldWh">Wh sold.</param>
/// <param name="PaidNano">n¤ paid for the purchases.</param>
/// <param name="ReceivedNano">n¤ received for the sales.</param>
internal sealed record MarketMember(
    string Name, long Orders, long OrderedWh, long BoughtWh, long SoldWh, long PaidNano, long ReceivedNano);
