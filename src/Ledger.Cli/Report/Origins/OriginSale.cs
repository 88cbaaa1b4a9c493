namespace Ledger.Cli.Report.Origins;

/// <summary>Energy that one participant sold another in a slot. Immutable.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Market">The market, or <c>bilateral</c>.</param>
/// <param name="Buyer">Account of the buyer.</param>
/// <param name="Seller">Account of the seller.</param>
/// <param name="Origin">The origin's number.</param>
/// <param name="QuantityWh">Wh.</param>
internal sealed record OriginSale(long Slot, string Market, string Buyer, string Seller, int Origin, long QuantityWh);
