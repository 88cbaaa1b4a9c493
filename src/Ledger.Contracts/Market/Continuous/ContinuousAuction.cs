using Ledger.Contracts.Calculator;

namespace Ledger.Contracts.Market.Continuous;

/// <summary>cda (M6): a sequence of orders and cancellations on an empty <see cref="ContinuousBook"/>. Pure.</summary>
public sealed class ContinuousAuction : ICalculation
{
    /// <inheritdoc/>
    public string Name => "cda";

    /// <inheritdoc/>
    public DocumentNode Run(DocumentNode input)
    {
        var book = new ContinuousBook();
        var trades = DocumentNode.List();
        var rejects = DocumentNode.List();
        var events = input.Items("events");
        for (var i = 0; i < events.Count; i++)
        {
            var made = new List<ContinuousTrade>();
            var refusal = Apply(book, events.At(i), i, made);
            if (refusal != null)
            {
                rejects.Add(DocumentNode.Object().With("event", (Int128)i).With("code", refusal));
            }

            foreach (var trade in made)
            {
                trades.Add(DocumentNode.Object()
                    .With("event", (Int128)i)
                    .With("maker", trade.Maker.Id)
                    .With("taker", trade.Taker)
                    .With("buy", trade.Buy)
                    .With("sell", trade.Sell)
                    .With("qtyWh", (Int128)trade.QuantityWh)
                    .With("priceMicro", (Int128)trade.Maker.PriceMicro)
                    .With("amountNano", trade.AmountNano));
            }
        }

        var bids = DocumentNode.List();
        for (var i = 0; i < book.Bids; i++)
        {
            bids.Add(Describe(book.BidAt(i)));
        }

        var asks = DocumentNode.List();
        for (var i = 0; i < book.Asks; i++)
        {
            asks.Add(Describe(book.AskAt(i)));
        }

        return DocumentNode.Object()
            .With("trades", trades)
            .With("rejects", rejects)
            .With("bids", bids)
            .With("asks", asks);
    }

    private static string? Apply(ContinuousBook book, DocumentNode item, int number, List<ContinuousTrade> made)
    {
        if (ParameterReader.Choice(item, "type", "order", "cancel"))
        {
            return book.Cancel(item.Text("id"), item.Text("by"));
        }

        var timeInForce = item.Text("tif", TimeInForce.GoodTillCancelled);
        if (!TimeInForce.IsKnown(timeInForce))
        {
            throw item.Item("tif").Wrong("is none of GTC, IOC and FOK");
        }

        var isBuy = !ParameterReader.Choice(item, "side", "buy", "sell");
        return book.Place(
            new RestingOrder(
                item.Text("id"), item.Text("owner", ""), isBuy, item.Long("priceMicro"), number, item.Long("qtyWh")),
            timeInForce, made);
    }

    private static DocumentNode Describe(RestingOrder order) => DocumentNode.Object()
        .With("id", order.Id)
        .With("qtyWh", (Int128)order.LeftWh)
        .With("priceMicro", (Int128)order.PriceMicro);
}
