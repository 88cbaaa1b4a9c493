using Ledger.Contracts.Calculator;
using Ledger.Contracts.Market.Auction;
using Ledger.Contracts.Market.Mechanisms;

namespace Ledger.Contracts.Grid;

/// <summary>What a secure clearing results in; sealed with the slot. Immutable.</summary>
public sealed class SecureOutcome
{
    /// <summary>The clearing of the last round.</summary>
    public required AuctionOutcome Clearing { get; init; }

    /// <summary>The orders of the last round: those of the book with the quantities that were allowed.</summary>
    public required AuctionOrder[] Capped { get; init; }

    /// <summary>The flow that the last clearing makes.</summary>
    public required IGridFlow Flow { get; init; }

    /// <summary>Number of clearings.</summary>
    public required int Rounds { get; init; }

    /// <summary>
    /// Whether all limits are kept; otherwise the feeder violates them without this market, or beyond its reach.
    /// </summary>
    public required bool IsSecure { get; init; }

    /// <summary>The limits that capped orders, in the order in which they did.</summary>
    public required BindingLimit[] Binding { get; init; }

    /// <summary>Price of each bus in µ¤/kWh (<see cref="NodalPrices"/>); null when nothing cleared.</summary>
    public required long[]? BusPricesMicro { get; init; }

    /// <summary>The result as a document.</summary>
    public DocumentNode Describe(AuctionOrder[] orders)
    {
        var network = Flow.Tree.Network;
        var binding = DocumentNode.List();
        foreach (var limit in Binding)
        {
            binding.Add(DocumentNode.Object()
                .With("type", limit.Violation.Kind)
                .With(limit.Violation.Kind == Violation.LineLimit ? "branch" : "bus", (Int128)limit.Violation.Number)
                .With("round", (Int128)limit.Round));
        }

        var caps = DocumentNode.List();
        for (var i = 0; i < orders.Length; i++)
        {
            if (Capped[i].QuantityWh < orders[i].QuantityWh)
            {
                caps.Add(DocumentNode.Object().With("id", orders[i].Id).With("capWh", (Int128)Capped[i].QuantityWh));
            }
        }

        var prices = DocumentNode.List();
        foreach (var bus in network.Ascending())
        {
            prices.Add(DocumentNode.Object()
                .With("bus", (Int128)network.Buses[bus].Number)
                .With("priceMicro", BusPricesMicro == null ? null : BusPricesMicro[bus]));
        }

        return DocumentNode.Object()
            .With("secure", IsSecure)
            .With("rounds", (Int128)Rounds)
            .With("binding", binding)
            .With("caps", caps)
            .With("busPrices", prices)
            .With("clearing", Clearing.Describe(Capped))
            .With("network", Flow.Describe());
    }
}
