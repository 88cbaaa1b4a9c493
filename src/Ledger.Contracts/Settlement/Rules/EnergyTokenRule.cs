using Ledger.Contracts.Calculator;

namespace Ledger.Contracts.Settlement.Rules;

/// <summary>
/// energy-token (M11): tokens of 1 Wh by owner, slot and origin; minted up to the owner's capacity per slot over all
/// origins, transferred, burned (<see cref="EnergyTokenBook"/>). Pure.
/// </summary>
public sealed class EnergyTokenRule : ICalculation
{
    /// <inheritdoc/>
    public string Name => "energy-token";

    /// <inheritdoc/>
    public DocumentNode Run(DocumentNode input)
    {
        var book = new EnergyTokenBook();
        var capacities = input.Item("capacityWh");
        var rejects = DocumentNode.List();
        var events = input.Items("events");
        for (var i = 0; i < events.Count; i++)
        {
            var item = events.At(i);
            var quantity = item.Long("qtyWh");
            var (slot, origin) = (item.Long("slot"), item.Text("origin"));
            var refusal = item.Text("type") switch
            {
                "mint" => book.Mint(item.Text("to"), slot, origin, quantity, capacities.Long(item.Text("to"), 0)),
                "transfer" => book.Transfer(item.Text("from"), item.Text("to"), slot, origin, quantity),
                "burn" => book.Burn(item.Text("from"), slot, origin, quantity),
                _ => throw item.Item("type").Wrong("is neither mint, transfer nor burn"),
            };
            if (refusal != null)
            {
                rejects.Add(DocumentNode.Object().With("event", (Int128)i).With("code", refusal));
            }
        }

        var balances = DocumentNode.List();
        foreach (var holding in book.Holdings())
        {
            balances.Add(DocumentNode.Object()
                .With("owner", holding.Owner)
                .With("slot", (Int128)holding.Slot)
                .With("origin", holding.Origin)
                .With("qtyWh", (Int128)holding.QuantityWh));
        }

        return DocumentNode.Object()
            .With("balances", balances)
            .With("mintedWh", book.MintedWh)
            .With("burnedWh", book.BurnedWh)
            .With("rejects", rejects);
    }
}
