using Ledger.Chaincode;

namespace Ledger.Contracts.Tests.Harness;

/// <summary>A microgrid of four homes that have registered, joined and been given money.</summary>
internal sealed class SmallGrid
{
    public const string Market = "mg";
    public const long Start = 1_700_000_100;
    public const long Retail = 300_000;
    public const long FeedIn = 80_000;
    public const long Endowment = 1_000_000_000_000;

    public SmallGrid(
        bool withMoney = true, string mode = "dual", string consumerClass = "critical", int prosumers = 2,
        long capacityW = 20_000)
    {
        Ledger.Submit(Operator, "registry", "registerMicrogrid", Market, "Hill road");
        Ledger.Submit(Operator, "registry", "setTariff", Market, Retail, FeedIn, 0L);
        for (var i = 0; i < 4; i++)
        {
            var solar = i < prosumers;
            Homes[i] = new TestCaller(
                "cell-a/home" + i,
                solar ? "role=prosumer" : "role=consumer",
                solar ? "assetType=pv" : "assetType=load",
                "meterId=M" + i,
                "bus=b" + i,
                "microgrid=mg",
                "capacityW=" + capacityW);
            Meters[i] = new TestCaller("cell-a/meter" + i, "role=meter", "meterId=M" + i);
            Ledger.Submit(
                Homes[i], "registry", "registerAsset", "A" + i, solar ? "pv" : "load",
                    solar ? "generation" : consumerClass, "M" + i, "b" + i, capacityW);
            Ledger.Submit(Meters[i], "registry", "registerMeter");
            Ledger.Submit(Homes[i], "market", "join", Market);
            if (withMoney)
            {
                Ledger.Submit(Bank, "wallet", "issue", Homes[i].Account, Endowment);
            }
        }

        Ledger.Submit(Bank, "wallet", "setCreditLimit", "cell-a/grid", 1_000_000_000_000_000L);
        Ledger.Submit(Operator, "settlement", "configure", Market, "cell-a/grid", Operator.Account, mode);
    }

    public TestLedger Ledger { get; } = new();

    public TestCaller Operator { get; } = new("cell-a/operator", "role=operator");

    public TestCaller OtherOperator { get; } = new("cell-b/operator", "role=operator");

    public TestCaller Regulator { get; } = new("state/regulator", "role=regulator");

    public TestCaller Supervisor { get; } = new("state/supervisor", "role=supervisor");

    public TestCaller Dso { get; } = new("wires/dso", "role=dso");

    public TestCaller Bank { get; } = new("bank/bank", "role=bank");

    public TestCaller[] Homes { get; } = new TestCaller[4];

    public TestCaller[] Meters { get; } = new TestCaller[4];

    public void Operate(string function, params object[] arguments) =>
        Ledger.Submit(Operator, "market", function, arguments);

    public string Phase(long slot, string market = Market) => Ledger.Query(Bank, "market", "phase", market, slot).Text();

    /// <summary>Every home reads the same; the settlement itself is left to the test.</summary>
    public void ReadAll(long slot, params (long Import, long Export)[] readings)
    {
        for (var i = 0; i < readings.Length; i++)
        {
            Read(i, slot, readings[i].Import, readings[i].Export);
        }
    }

    public void Open(long slot) => Ledger.Submit(Operator, "market", "openSlot", Market, slot);

    public void Clear(long slot) => Ledger.Submit(Operator, "market", "clear", Market, slot);

    public void Settle(long slot) => Ledger.Submit(Operator, "settlement", "settle", Market, slot);

    public void Bid(int home, long slot, long quantity, long price) =>
        Ledger.Submit(Homes[home], "market", "submitBid", Market, slot, "b" + home, quantity, price);

    public void Offer(int home, long slot, long quantity, long price) =>
        Ledger.Submit(Homes[home], "market", "submitOffer", Market, slot, "o" + home, quantity, price);

    public void Read(int home, long slot, long importWh, long exportWh) =>
        Ledger.Submit(Meters[home], "metering", "reading", slot, "M" + home, importWh, exportWh);

    public long Balance(string account) => Ledger.Query(Bank, "wallet", "balance", account).Long();

    public long[] Result(long slot) => Ledger.Query(Bank, "market", "result", Market, slot).Longs();

    public long[] Summary(long slot) => Ledger.Query(Bank, "settlement", "slotSummary", Market, slot).Longs();

    public long[] Bill(int home, long from, long to) =>
        Ledger.Query(Homes[home], "settlement", "bill", Market, Homes[home].Account, from, to).Longs();

    public RecordReader QueryBytes(TestCaller caller, string contract, string function, params object[] arguments) =>
        new(Ledger.Query(caller, contract, function, arguments).Bytes());
}
