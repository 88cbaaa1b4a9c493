using Ledger.Contracts.Calculator;

namespace Ledger.Contracts.Market.Bilateral;

/// <summary>otc (M2): a sequence of events on an empty <see cref="OfferBook"/>. Pure.</summary>
public sealed class BilateralOffers : ICalculation
{
    /// <inheritdoc/>
    public string Name => "otc";

    /// <inheritdoc/>
    public DocumentNode Run(DocumentNode input)
    {
        var book = new OfferBook();
        var trades = DocumentNode.List();
        var rejects = DocumentNode.List();
        var events = input.Items("events");
        for (var i = 0; i < events.Count; i++)
        {
            var made = new List<BilateralTrade>();
            var refusal = Apply(book, events.At(i), made);
            if (refusal != null)
            {
                rejects.Add(DocumentNode.Object().With("event", (Int128)i).With("code", refusal));
            }

            foreach (var trade in made)
            {
                trades.Add(DocumentNode.Object()
                    .With("event", (Int128)i)
                    .With("offerId", trade.Offer.Id)
                    .With("seller", trade.Offer.Owner)
                    .With("buyer", trade.Buyer)
                    .With("qtyWh", (Int128)trade.QuantityWh)
                    .With("priceMicro", (Int128)trade.Offer.PriceMicro)
                    .With("amountNano", trade.AmountNano));
            }
        }

        var open = DocumentNode.List();
        for (var i = 0; i < book.Count; i++)
        {
            if (!book.At(i).IsClosed)
            {
                open.Add(DocumentNode.Object().With("id", book.At(i).Id).With("qtyWh", (Int128)book.At(i).LeftWh));
            }
        }

        return DocumentNode.Object().With("trades", trades).With("rejects", rejects).With("open", open);
    }

    private static string? Apply(OfferBook book, DocumentNode item, List<BilateralTrade> made) =>
        item.Text("type") switch
        {
            "offer" => book.Post(Offer(item)),
            "accept" => book.Accept(item.Text("offerId"), item.Text("by"), item.Long("qtyWh"), item.Long("t"), made),
            "withdraw" => book.Withdraw(item.Text("offerId"), item.Text("by")),
            "request" => book.Buy(Request(item), item.Long("t"), made),
            _ => throw item.Item("type").Wrong("is none of offer, accept, withdraw and request"),
        };

    private static BilateralOffer Offer(DocumentNode item)
    {
        var counterparty = item.Find("counterparty");
        var expires = item.Find("expiresAt");
        return new BilateralOffer
        {
            Id = item.Text("id"),
            Owner = item.Text("owner"),
            LeftWh = item.Long("qtyWh"),
            PriceMicro = item.Long("priceMicro"),
            MinimumLotWh = item.Long("minLotWh", 1),
            Counterparty = counterparty == null ? null : counterparty.AsText(),
            ExpiresAt = expires == null ? null : expires.AsLong(),
            Origin = item.Text("origin", ""),
        };
    }

    private static BilateralRequest Request(DocumentNode item) => new()
    {
        By = item.Text("by"),
        QuantityWh = item.Long("qtyWh"),
        PriceMicroMax = item.Long("maxPriceMicro"),
        Origins = item.Texts("origins"),
        IsAllOrNone = item.Flag("allOrNone", false),
    };
}
