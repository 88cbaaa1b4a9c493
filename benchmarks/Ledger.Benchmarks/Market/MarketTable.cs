using System.Diagnostics;
using System.Globalization;
using Ledger.Chaincode;
using Ledger.Contracts.Market.Auction;
using Ledger.Contracts.Market.Mechanisms;
using Ledger.Identity;
using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Benchmarks.Market;

/// <summary>
/// Clearing of 10,000 orders of 1,000 homes by mechanism: the calculation alone, not metered, and the whole call of the
/// contract through the executor with the limits of a network.
/// </summary>
internal static class MarketTable
{
    /// <summary>The argument that runs it.</summary>
    public const string Argument = "markets";

    private const int Homes = 1_000;
    private const int OrdersOfHome = 10;
    private const int Runs = 12;
    private const long FirstSlot = 1_704_070_800;

    /// <summary>Prints the table.</summary>
    public static void Run(string mechanisms)
    {
        Console.WriteLine("| mechanism | calculation ms | whole call ms: first / median / best | gas |");
        Console.WriteLine("|---|---|---|---|");
        var ledger = Prepare();
        var slot = FirstSlot;
        foreach (var name in mechanisms.Split(','))
        {
            Ok(ledger, new LocalTransaction("cell1/operator", Call("market", "setMechanism", w => w
                .Text("mg").Text(name).Texts(["priceMicro", "demandWh"]).Longs([180_000, 4_000_000]))));
            var calls = new List<double>();
            var gas = 0UL;
            for (var run = 0; run < Runs; run++, slot += 900)
            {
                Fill(ledger, slot);
                GC.Collect();
                var watch = Stopwatch.StartNew();
                gas = Ok(ledger, new LocalTransaction(
                    "cell1/operator", Call("market", "clear", w => w.Text("mg").Long(slot))));
                calls.Add(watch.Elapsed.TotalMilliseconds);
            }

            var first = calls[0];
            calls.Sort();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {Calculation(name):0.0} | {first:0} / {calls[Runs / 2]:0} / {calls[0]:0} | {gas:#,0} |"));
        }
    }

    private static double Calculation(string name)
    {
        var mechanism = MechanismList.Find(name)!;
        var random = new Random(1);
        var orders = Enumerable.Range(0, Homes * OrdersOfHome).Select(i => new AuctionOrder(
            ":" + (i / OrdersOfHome) + "-" + (i % OrdersOfHome), i % OrdersOfHome < OrdersOfHome / 2,
            random.Next(1, 2_000), random.Next(50_000, 300_000), i)
        {
            Owner = "cell1/h" + (i / OrdersOfHome),
            Origin = i % OrdersOfHome < OrdersOfHome / 2 ? "" : "pv",
        }).ToArray();
        var parameters = new MechanismParameters
        {
            KNumerator = 1, KDenominator = 2, PriceMicro = 180_000, ReservePriceMicro = 180_000, DemandWh = 4_000_000,
        };
        var best = double.MaxValue;
        for (var run = 0; run < 3 * Runs; run++)
        {
            var watch = Stopwatch.StartNew();
            mechanism.Clear(orders, parameters);
            best = Math.Min(best, watch.Elapsed.TotalMilliseconds);
        }

        return best;
    }

    private static LocalLedger Prepare()
    {
        var ledger = new LocalLedger(new LocalLedgerOptions
        {
            Verifier = Ed25519.Instance,
            Packages = [File.ReadAllBytes(typeof(AuctionOrder).Assembly.Location)],
        });
        ledger.Enrol("cell1/operator", ("role", "operator"));
        Ok(ledger, new LocalTransaction(
            "cell1/operator", Call("registry", "registerMicrogrid", w => w.Text("mg").Text("Large"))));
        for (var i = 0; i < Homes; i++)
        {
            var account = "cell1/h" + i;
            ledger.Enrol(
                account, ("role", "prosumer"), ("assetType", "pv"), ("meterId", "M" + i), ("bus", "b" + i),
                ("microgrid", "mg"), ("capacityW", "40000"));
            Ok(ledger, new LocalTransaction(account,
            [
                Call("registry", "registerAsset", w => w
                    .Text("A" + i).Text("pv").Text("generation").Text("M" + i).Text("b" + i).Long(40_000)),
                Call("market", "join", w => w.Text("mg")),
            ]));
        }

        return ledger;
    }

    private static void Fill(LocalLedger ledger, long slot)
    {
        Ok(ledger, new LocalTransaction("cell1/operator", Call("market", "openSlot", w => w.Text("mg").Long(slot))));
        var random = new Random(1);
        var orders = Enumerable.Range(0, Homes).Select(i => new LocalTransaction("cell1/h" + i,
        [
            .. Enumerable.Range(0, OrdersOfHome).Select(k => Call(
                "market", k < OrdersOfHome / 2 ? "submitBid" : "submitOffer", w => w
                    .Text("mg").Long(slot).Text($"{i}-{k}").Long(random.Next(1, 2_000))
                    .Long(random.Next(50_000, 300_000)))),
        ])).ToArray();
        foreach (var some in orders.Chunk(100))
        {
            ledger.SubmitBlock(some);
        }
    }

    private static ulong Ok(LocalLedger ledger, LocalTransaction transaction)
    {
        var gas = 0UL;
        foreach (var call in ledger.SubmitBlock([transaction])[0].Calls)
        {
            gas += call.GasUsed;
            if (call.Status != ReceiptStatus.Ok)
            {
                throw new InvalidOperationException(call.Message);
            }
        }

        return gas;
    }

    private static ContractCall Call(string contract, string function, Action<RecordWriter> write)
    {
        var writer = new RecordWriter();
        write(writer);
        return new ContractCall(contract, function, writer.ToArray());
    }
}
