using FsCheck.Fluent;
using Ledger.Chaincode;
using Ledger.Contracts.Settlement.Rules;
using Ledger.Contracts.Tests.Mechanisms;

namespace Ledger.Contracts.Tests.SettlementRules;

/// <summary>Settlement rules on random cases: money adds up, limits hold, definitions are met by slow twins.</summary>
public sealed class SettlementRuleTests
{
    [Fact]
    public void A_peer_contract_conserves_money_and_never_touches_the_party_that_keeps_it() => Books.Check(
        from n in Gen.Choose(0, 60).ListOf(9)
        select new PeerContractTerms
        {
            QuantityWh = n[0], PriceMicro = n[1] - 20, DeliveredWh = n[2] - 5, AbsorbedWh = n[3] - 5,
            SellerCollateralNano = n[4] * 10, BuyerCollateralNano = n[5] * 10, BackupSellMicro = n[6], BackupBuyMicro = n[7] - 30,
            TransportFeeMicro = n[8],
        },
        terms =>
        {
            var s = PeerContractRule.Settle(terms);
            var (delivered, absorbed) = (
                Math.Clamp(terms.DeliveredWh, 0, terms.QuantityWh), Math.Clamp(terms.AbsorbedWh, 0, terms.QuantityWh));
            Assert.Equal(s.EnergyPaymentNano + s.SellerForfeitNano + s.BuyerForfeitNano, s.SellerReceiptNano + s.DistributorNetNano);
            Assert.Equal(terms.SellerCollateralNano, s.SellerForfeitNano + s.SellerReturnNano);
            Assert.Equal(terms.BuyerCollateralNano, s.BuyerForfeitNano + s.BuyerReturnNano);
            Assert.Equal(terms.QuantityWh, s.BurnedDeliveredWh + s.BurnedExpiredWh);
            Assert.Equal(delivered + s.ShortWh, absorbed + s.ExcessWh);
            Assert.True(s.SellerForfeitNano >= 0 && s.BuyerForfeitNano >= 0 && s.SellerDebtNano >= 0 && s.BuyerDebtNano >= 0);
            if (delivered >= absorbed)
            {
                Assert.Equal((0, 0), (s.SellerForfeitNano, s.SellerDebtNano));
            }

            if (absorbed >= delivered)
            {
                Assert.Equal((0, 0), (s.BuyerForfeitNano, s.BuyerDebtNano));
            }

            // With the debt paid, the distributor is made whole.
            Assert.True(
                s.DistributorNetNano + s.SellerDebtNano + s.BuyerDebtNano
                    >= ((Int128)s.ShortWh * terms.BackupSellMicro) - ((Int128)s.ExcessWh * terms.BackupBuyMicro)
                || terms.PriceMicro < terms.BackupBuyMicro || terms.PriceMicro > terms.BackupSellMicro);
        });

    [Fact]
    public void Rounded_invoices_add_up_to_the_rounded_sum() => Books.Check(
        from amounts in Gen.Choose(-500, 500).ListOf()
        from unit in Gen.Choose(1, 40)
        select (amounts, unit),
        bill =>
        {
            var amounts = bill.amounts.Select(a => (Int128)a).ToArray();
            var (total, minor) = InvoiceRounding.Round(amounts, bill.unit);
            Assert.Equal(total, minor.Aggregate(Int128.Zero, (s, m) => s + m));
            Assert.Equal((Int128)Math.Round(bill.amounts.Sum() / (decimal)bill.unit, MidpointRounding.ToEven), total);
            Assert.All(
                minor.Zip(bill.amounts), p => Assert.InRange((decimal)p.First - (p.Second / (decimal)bill.unit), -0.999999m, 0.999999m));
        });

    [Fact]
    public void Tokens_are_never_created_or_lost_and_capacity_holds() => Books.Check(
        from events in Gen.Choose(0, 99_999).ListOf(40)
        select events,
        events =>
        {
            var book = new EnergyTokenBook();
            foreach (var n in events)
            {
                var (a, b, slot, origin, quantity) = ("P" + (n % 3), "P" + (n / 3 % 3), n / 9 % 2, "o" + (n / 18 % 2), (n / 36 % 50) - 5);
                var before = book.Holdings().Sum(h => h.QuantityWh);
                var refusal = (n / 1800 % 3) switch
                {
                    0 => book.Mint(a, slot, origin, quantity, 100),
                    1 => book.Transfer(a, b, slot, origin, quantity),
                    _ => book.Burn(a, slot, origin, quantity),
                };
                Assert.Equal(quantity <= 0, refusal == "BAD_QTY");
                Assert.True(refusal == null || before == book.Holdings().Sum(h => h.QuantityWh));
                Assert.Equal(book.MintedWh - book.BurnedWh, book.Holdings().Sum(h => h.QuantityWh));
                Assert.True(book.MintedWh <= 3 * 2 * 100);
            }

            var listed = book.Holdings().Select(h => (h.Owner, h.Slot, h.Origin)).ToArray();
            Assert.Equal(listed.Order(), listed);
        });

    [Fact]
    public void Transport_fees_are_those_of_the_best_of_all_paths() => Books.Check(
        from edges in Gen.Choose(0, 5 * 5 * 4 - 1).ListOf()
        select edges.Take(9).Select(n => (A: "n" + (n % 5), B: "n" + (n / 5 % 5), Fee: (long)(n / 25))).ToArray(),
        edges =>
        {
            var graph = new FeeGraph(
                edges.Select(e => e.A).ToArray(), edges.Select(e => e.B).ToArray(), edges.Select(e => e.Fee).ToArray());
            var best = AllPaths(edges, ["n0"], 0, "n4")
                .OrderBy(p => p.Fee).ThenBy(p => p.Path.Length).ThenBy(p => string.Join(' ', p.Path), StringComparer.Ordinal)
                .Select(p => ((long, string)?)(p.Fee, string.Join(' ', p.Path))).FirstOrDefault();
            var found = TransportFee.Between(graph, "n0", "n4");
            Assert.Equal(best, found is { } f ? (f.FeeMicro, string.Join(' ', f.Path)) : null);
        });

    [Fact]
    public void A_way_to_oneself_is_free_and_a_missing_way_is_named()
    {
        Assert.Equal(0, TransportFee.Between(FeeGraph.Empty(), "a", "a")!.Value.FeeMicro);
        Assert.Equal("UNREACHABLE", Documents.Run(
            "transport-fee", """{"edges":[{"a":"a","b":"b","feeMicro":1}],"from":"a","to":"c","qtyWh":5}""").Text("error"));
        Assert.Contains("feeMicro is not 0 to", Refused(
            "transport-fee", """{"edges":[{"a":"a","b":"b","feeMicro":-1}],"from":"a","to":"c","qtyWh":5}"""));
    }

    [Theory]
    [InlineData(0, 0, 10_000)]
    [InlineData(0, 1, 0)]
    [InlineData(1000, 3000, 0)]
    [InlineData(-500, -250, 5_000)]
    [InlineData(3, 2, 6_666)]
    [InlineData(long.MinValue, long.MaxValue, 0)]
    public void Accuracy_falls_with_the_deviation(long contracted, long metered, long accuracy) =>
        Assert.Equal(accuracy, ReliabilityRule.Accuracy(contracted, metered));

    [Fact]
    public void Scores_stay_between_none_and_full() => Books.Check(
        from n in Gen.Choose(0, 10_000).ListOf(3)
        select n,
        n => Assert.InRange(ReliabilityRule.Next(n[0], n[1], n[2]), Math.Min(n[0], n[1]) - 1, Math.Max(n[0], n[1])));

    [Theory]
    [InlineData(10_000, 0, 80)]
    [InlineData(0, 0, 160)]
    [InlineData(10_000, 500, 500)]
    public void Collateral_doubles_with_the_worst_score(long score, long floor, long collateral) =>
        Assert.Equal(collateral, CollateralRule.Collateral(100, 8, 1_000, score, floor));

    [Fact]
    public void Dynamic_prices_fall_as_more_is_generated() => Books.Check(
        from n in Gen.Choose(0, 500).ListOf(4)
        select n,
        n =>
        {
            var price = DynamicPriceRule.Price(n[0], n[1], n[2] - 100, n[2] - 100 + n[3]);
            Assert.InRange(price, n[2] - 100, n[2] - 100 + n[3]);
            Assert.True(DynamicPriceRule.Price(n[0] + 1, n[1], n[2] - 100, n[2] - 100 + n[3]) <= price);
        });

    [Theory]
    [InlineData("imbalance", """{"mode":"triple","participants":[]}""", "mode is neither single nor dual")]
    [InlineData("reliability", """{"startBps":1,"alphaBps":2,"slots":[[1]]}""", "slots[0] is not a pair")]
    [InlineData("lao", """{"orders":[{"id":"a","side":"up","qtyWh":1,"priceMicro":1}]}""", "orders[0].side is neither buy nor sell")]
    [InlineData("lao", """{"orders":[{"id":"a","side":"buy","priceMicro":1}]}""", "orders[0] has no qtyWh")]
    [InlineData("lao", """{"orders":[{"id":"a","side":"buy","qtyWh":-1,"priceMicro":1}]}""", "orders[0].qtyWh is not 0 to")]
    [InlineData(
        "lao",
        """{"orders":[{"id":"a","side":"buy","qtyWh":"9223372036854775807","priceMicro":2}]}""", "beyond 2^63 - 1")]
    [InlineData(
        "lao",
        """{"orders":[{"id":"a","side":"buy","qtyWh":1,"priceMicro":2},{"id":"a","side":"buy","qtyWh":1,"priceMicro":2}]}""",
        "has the id a of another order")]
    [InlineData("zonal", """{"params":{"zones":["A"]},"orders":[{"id":"a","side":"buy","qtyWh":1,"priceMicro":2,"zone":"B"}]}""",
        "unknown zone B")]
    [InlineData(
        "zonal",
        """
        {"params":{"zones":["A","B"],"links":[{"id":"1","a":"A","b":"B","capAB":1,"capBA":1},
        {"id":"2","a":"A","b":"B","capAB":1,"capBA":1}]},"orders":[]}
        """,
        "closes a loop")]
    [InlineData("kda-uniform", """{"params":{"kNum":3,"kDen":2},"orders":[]}""", "k is a fraction")]
    [InlineData("nothing", "{}", "there is no calculation nothing")]
    [InlineData("lao", "[]", "is not an object")]
    public void Wrong_input_is_refused_with_the_place_and_the_reason(string name, string input, string words) =>
        Assert.Contains(words, Refused(name, input));

    private static string Refused(string name, string input) =>
        Assert.Throws<ContractRejection>(() => Documents.Run(name, input)).Message;

    private static IEnumerable<(long Fee, string[] Path)> AllPaths(
        (string A, string B, long Fee)[] edges, string[] path, long fee, string target)
    {
        if (path[^1] == target)
        {
            return [(fee, path)];
        }

        return edges.SelectMany(e => new[] { (From: e.A, To: e.B, e.Fee), (From: e.B, To: e.A, e.Fee) })
            .Where(e => e.From == path[^1] && !path.Contains(e.To))
            .SelectMany(e => AllPaths(edges, [.. path, e.To], fee + e.Fee, target));
    }
}
