using System.Text.Json.Nodes;
using FsCheck.Fluent;

namespace Ledger.Contracts.Tests.Mechanisms;

/// <summary>cda against a slow twin, and every refusal of cda and otc.</summary>
public sealed class EventBookTests
{
    [Fact]
    public void The_continuous_book_trades_as_its_slow_twin() => Books.Check(
        from count in Gen.Choose(0, 40)
        from numbers in Gen.Choose(0, 999_999).ListOf(count)
        select numbers,
        numbers =>
        {
            var events = new JsonArray();
            foreach (var (i, n) in numbers.Index())
            {
                events.Add(n % 6 == 0
                    ? new JsonObject
                    {
                        ["type"] = "cancel", ["id"] = "o" + (n / 6 % 20), ["by"] = "P" + (n / 120 % 3),
                    }
                    : new JsonObject
                    {
                        ["type"] = "order", ["id"] = "o" + (n / 6 % 60), ["owner"] = "P" + (n % 3),
                        ["side"] = n / 360 % 2 == 0 ? "buy" : "sell", ["qtyWh"] = n / 720 % 9,
                        ["priceMicro"] = (n / 6480 % 7) - 2, ["tif"] = i % 4 == 0 ? "IOC" : i % 5 == 0 ? "FOK" : "GTC",
                    });
            }

            var input = new JsonObject { ["params"] = new JsonObject(), ["events"] = events };
            var result = Documents.ToJson(Documents.Run("cda", input.ToJsonString()))!;
            Assert.Equal(Twin(JsonNode.Parse(input.ToJsonString())!["events"]!.AsArray()), result.ToJsonString());
        });

    [Theory]
    [InlineData("{\"type\":\"order\",\"id\":\"a\",\"owner\":\"P\",\"side\":\"buy\",\"qtyWh\":5,\"priceMicro\":1}", "DUPLICATE_ID")]
    [InlineData("{\"type\":\"order\",\"id\":\"b\",\"owner\":\"P\",\"side\":\"buy\",\"qtyWh\":0,\"priceMicro\":1}", "BAD_QTY")]
    [InlineData("{\"type\":\"cancel\",\"id\":\"z\",\"by\":\"P\"}", "UNKNOWN_ORDER")]
    [InlineData("{\"type\":\"cancel\",\"id\":\"a\",\"by\":\"Q\"}", "NOT_OWNER")]
    [InlineData(
        "{\"type\":\"order\",\"id\":\"c\",\"owner\":\"P\",\"side\":\"buy\",\"qtyWh\":6,\"priceMicro\":9,\"tif\":\"FOK\"}", "FOK_KILLED")]
    public void The_continuous_book_names_each_refusal(string item, string code)
    {
        const string First = "{\"type\":\"order\",\"id\":\"a\",\"owner\":\"P\",\"side\":\"sell\",\"qtyWh\":5,\"priceMicro\":3}";
        var result = Documents.Run("cda", $"{{\"events\":[{First},{item}]}}");
        Assert.Equal(code, result.Items("rejects").At(0).Text("code"));
        Assert.Equal(1, result.Items("rejects").At(0).Long("event"));
    }

    [Theory]
    [InlineData("accept", "\"offerId\":\"x\",\"by\":\"B\",\"qtyWh\":1", 1, "UNKNOWN_OFFER")]
    [InlineData("accept", "\"offerId\":\"gone\",\"by\":\"B\",\"qtyWh\":1", 1, "CLOSED")]
    [InlineData("accept", "\"offerId\":\"f\",\"by\":\"B\",\"qtyWh\":1", 50, "EXPIRED")]
    [InlineData("accept", "\"offerId\":\"f\",\"by\":\"S\",\"qtyWh\":1", 1, "SELF_TRADE")]
    [InlineData("accept", "\"offerId\":\"f\",\"by\":\"C\",\"qtyWh\":0", 1, "NOT_COUNTERPARTY")]
    [InlineData("accept", "\"offerId\":\"f\",\"by\":\"B\",\"qtyWh\":0", 1, "BAD_QTY")]
    [InlineData("accept", "\"offerId\":\"f\",\"by\":\"B\",\"qtyWh\":1001", 1, "QTY_EXCEEDS")]
    [InlineData("accept", "\"offerId\":\"f\",\"by\":\"B\",\"qtyWh\":99", 1, "BELOW_MIN_LOT")]
    [InlineData("withdraw", "\"offerId\":\"x\",\"by\":\"S\"", 1, "UNKNOWN_OFFER")]
    [InlineData("withdraw", "\"offerId\":\"gone\",\"by\":\"S\"", 1, "CLOSED")]
    [InlineData("withdraw", "\"offerId\":\"f\",\"by\":\"B\"", 1, "NOT_OWNER")]
    [InlineData("request", "\"by\":\"B\",\"qtyWh\":0,\"maxPriceMicro\":9", 1, "BAD_QTY")]
    [InlineData("request", "\"by\":\"B\",\"qtyWh\":500,\"maxPriceMicro\":8", 1, "NO_MATCH")]
    [InlineData("request", "\"by\":\"B\",\"qtyWh\":50,\"maxPriceMicro\":9", 1, "NO_MATCH")]
    [InlineData("request", "\"by\":\"B\",\"qtyWh\":1001,\"maxPriceMicro\":9,\"allOrNone\":true", 1, "NOT_FILLED")]
    public void Offers_name_each_refusal(string type, string fields, int time, string code)
    {
        const string Offer = "\"type\":\"offer\",\"t\":0,\"owner\":\"S\",\"qtyWh\":1000,\"priceMicro\":9,\"minLotWh\":100," +
            "\"counterparty\":\"B\",\"expiresAt\":50,\"origin\":\"pv\"";
        var events = $"[{{\"id\":\"gone\",{Offer}}},{{\"type\":\"withdraw\",\"t\":0,\"offerId\":\"gone\",\"by\":\"S\"}}," +
            $"{{\"id\":\"f\",{Offer}}},{{\"type\":\"{type}\",\"t\":{time},{fields}}}]";
        var result = Documents.Run("otc", $"{{\"events\":{events}}}");
        Assert.Equal(code, result.Items("rejects").At(0).Text("code"));
        Assert.Equal(0, result.Items("trades").Count);
        Assert.Equal(1000, result.Items("open").At(0).Long("qtyWh"));
    }

    /// <summary>Lists and sorting instead of an index.</summary>
    private static string Twin(JsonArray events)
    {
        var resting = new List<(string Id, string Owner, bool IsBuy, long Left, long Price, int Event)>();
        var used = new HashSet<string>();
        var (trades, rejects) = (new JsonArray(), new JsonArray());
        foreach (var (i, item) in events.Index())
        {
            var id = (string)item!["id"]!;
            string? code = null;
            if ((string)item["type"]! == "cancel")
            {
                var at = resting.FindIndex(o => o.Id == id);
                code = at < 0 ? "UNKNOWN_ORDER" : resting[at].Owner != (string)item["by"]! ? "NOT_OWNER" : null;
                if (code == null)
                {
                    resting.RemoveAt(at);
                }
            }
            else
            {
                var (isBuy, left, price) = ((string)item["side"]! == "buy", (long)item["qtyWh"]!, (long)item["priceMicro"]!);
                var sign = isBuy ? 1 : -1;
                var others = resting.Where(o => o.IsBuy != isBuy && sign * (price - o.Price) >= 0)
                    .OrderBy(o => sign * o.Price).ThenBy(o => o.Event).ToList();
                code = used.Contains(id) ? "DUPLICATE_ID" : left <= 0 ? "BAD_QTY" : null;
                if (code == null)
                {
                    used.Add(id);
                    code = (string)item["tif"]! == "FOK" && others.Sum(o => o.Left) < left ? "FOK_KILLED" : null;
                }

                foreach (var maker in code == null ? others : [])
                {
                    var quantity = Math.Min(left, maker.Left);
                    if (quantity == 0)
                    {
                        break;
                    }

                    left -= quantity;
                    resting.Remove(maker);
                    if (maker.Left > quantity)
                    {
                        resting.Add(maker with { Left = maker.Left - quantity });
                    }

                    trades.Add(new JsonObject
                    {
                        ["event"] = i, ["maker"] = maker.Id, ["taker"] = id, ["buy"] = isBuy ? id : maker.Id,
                        ["sell"] = isBuy ? maker.Id : id, ["qtyWh"] = quantity, ["priceMicro"] = maker.Price,
                        ["amountNano"] = quantity * maker.Price,
                    });
                }

                if (code == null && left > 0 && (string)item["tif"]! == "GTC")
                {
                    resting.Add((id, (string)item["owner"]!, isBuy, left, price, i));
                }
            }

            if (code != null)
            {
                rejects.Add(new JsonObject { ["event"] = i, ["code"] = code });
            }
        }

        JsonArray Side(bool isBuy) => new(resting.Where(o => o.IsBuy == isBuy)
            .OrderBy(o => isBuy ? -o.Price : o.Price).ThenBy(o => o.Event)
            .Select(o => (JsonNode?)new JsonObject { ["id"] = o.Id, ["qtyWh"] = o.Left, ["priceMicro"] = o.Price }).ToArray());
        return new JsonObject
        {
            ["trades"] = trades, ["rejects"] = rejects, ["bids"] = Side(true), ["asks"] = Side(false),
        }.ToJsonString();
    }
}
