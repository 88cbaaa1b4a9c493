using Ledger.Chaincode;
using Ledger.Cli.Network;
using Ledger.Cli.Report.Records;
using Ledger.Cli.Report.State;
using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Cli.Tests.Report;

/// <summary>
/// The shipped contracts in memory with a microgrid of four homes in Central European time on 29 March 2026, a feeder of three
/// lines, transport fees and a levy, two settled slots around the change of the clocks, one of them corrected.
/// </summary>
public sealed class ReportLedger
{
    public const string Mg = "mg";

    /// <summary>Local midnight.</summary>
    public const long DayStart = 1_774_738_800;

    /// <summary>01:45+01:00, and the slot behind it, 03:00+02:00.</summary>
    public const long First = 1_774_745_100;
    public const long Second = First + 900;
    public const long DayEnd = DayStart + (92 * 900);

    public const string Seller = "cell1/h0";
    public const string Buyer = "cell1/h2";
    public const string Poor = "cell1/h3";

    private const long Endowment = 1_000_000_000_000;
    private const long LittleMoney = 100_000_000;

    public ReportLedger()
    {
        Ledger = new LocalLedger(new LocalLedgerOptions
        {
            Packages = [File.ReadAllBytes(ContractInstaller.ShippedPackage)],
            TimeMilliseconds = (DayStart - 3_600) * 1_000,
        });
        Prepare();
        Ledger.TimeMilliseconds = (DayStart + 60) * 1_000;
        Submit(Buyer, "wallet", "transfer", w => w.Text(Seller).Long(5).Text("thanks, \"friend\""));
        SettleFirst();
        SettleSecond();
    }

    public LocalLedger Ledger { get; }

    internal LedgerRecords Records => new(new LocalReportState(Ledger));

    internal void Submit(string account, string contract, string function, Action<RecordWriter> write)
    {
        var call = Ledger.Submit(account, Call(contract, function, write)).Calls[0];
        Assert.Equal((ReceiptStatus.Ok, ""), (call.Status, call.Message));
    }

    internal long[] Ask(string account, string contract, string function, Action<RecordWriter> write) =>
        new RecordReader(Ledger.Query(account, Call(contract, function, write)).Result.ToArray()).Longs();

    private static ContractCall Call(string contract, string function, Action<RecordWriter> write)
    {
        var writer = new RecordWriter();
        write(writer);
        return new ContractCall(contract, function, writer.ToArray());
    }

    private void Prepare()
    {
        foreach (var role in new[] { "operator", "bank", "regulator", "dso", "supervisor" })
        {
            Ledger.Enrol("cell1/" + role, ("role", role));
        }

        Submit("cell1/operator", "registry", "registerMicrogrid", w => w.Text(Mg).Text("Hill <road>"));
        Submit("cell1/operator", "registry", "setTariff", w => w.Text(Mg).Long(300_000).Long(80_000).Long(0));
        Submit("cell1/regulator", "registry", "setClock", w => w
            .Text(Mg).Longs([0, 1_774_746_000]).Longs([3_600, 7_200]));
        Submit("cell1/regulator", "registry", "setLevy", w => w
            .Text(Mg).Text("tax").Text("cell1/tax").Long(20_000).Long(1_000).Long(0).Long(Second + 900_000));
        Submit("cell1/operator", "settlement", "configure", w => w
            .Text(Mg).Text("cell1/grid").Text("cell1/operator").Text("single"));
        Submit("cell1/operator", "settlement", "configureFees", w => w.Text(Mg).Text("cell1/dso").Long(0));
        Submit("cell1/dso", "registry", "registerFeeder", w => w
            .Text(Mg).Texts(["b0", "b1", "b2", "b3"]).Long(400_000).Long(400_000).Long(900_000).Long(1_100_000).Long(50_000));
        Submit("cell1/dso", "registry", "setLines", w => w
            .Text(Mg).Texts(["L1", "L2", "L3"]).Texts(["b0", "b1", "b2"]).Texts(["b1", "b2", "b3"])
            .Longs([100_000, 100_000, 100_000]).Longs([0, 0, 0]).Longs([8_000, 0, 8_000]).Longs([10_000, 10_000, 10_000])
            .Longs([100, 100, 100]));
        Submit("cell1/bank", "wallet", "setCreditLimit", w => w.Text("cell1/grid").Long(1_000_000_000_000_000));
        for (var i = 0; i < 4; i++)
        {
            Join(i);
        }

        Submit("cell1/operator", "market", "setMechanism", w => w
            .Text(Mg).Text("kda-uniform").Texts(["transportBps"]).Longs([10_000]));
    }

    private void Join(int home)
    {
        var (account, meter, bus) = ($"cell1/h{home}", $"M{home}", $"b{home}");
        var (role, type, kind) = home < 2 ? ("prosumer", "pv", "generation") : ("consumer", "load", "critical");
        Ledger.Enrol(
            account, ("role", role), ("assetType", type), ("meterId", meter), ("bus", bus), ("microgrid", Mg), ("capacityW", "20000"));
        Ledger.Enrol($"cell1/m{home}", ("role", "meter"), ("meterId", meter));
        Submit(account, "registry", "registerAsset", w => w
            .Text("A" + home).Text(type).Text(kind).Text(meter).Text(bus).Long(20_000));
        Submit($"cell1/m{home}", "registry", "registerMeter", _ => { });
        Submit(account, "market", "join", w => w.Text(Mg));
        Submit("cell1/bank", "wallet", "issue", w => w.Text(account).Long(account == Poor ? LittleMoney : Endowment));
    }

    /// <summary>1,000 Wh at 0.175; one bid of 500 Wh stays unmatched; the buyer draws 100 Wh too much.</summary>
    private void SettleFirst()
    {
        Operate("market", "openSlot", First);
        Order(Seller, "submitOffer", "o0", 1_000, 100_000);
        Order(Buyer, "submitBid", "b2", 1_000, 250_000);
        Order(Poor, "submitBid", "b3", 500, 90_000);
        Operate("market", "clear", First);
        Read(First, 0, 0, 1_000);
        Read(First, 1, 0, 0);
        Read(First, 2, 1_100, 0);
        Read(First, 3, 500, 0);
        Operate("settlement", "settle", First);
    }

    /// <summary>No orders; the buyer's reading is corrected from 200 to 150 Wh.</summary>
    private void SettleSecond()
    {
        Operate("market", "openSlot", Second);
        Submit("cell1/supervisor", "registry", "freezeLine", w => w
            .Text(Mg).Text("L3").Long(Second).Long(Second).Text("works"));
        Operate("market", "clear", Second);
        Read(Second, 0, 0, 0);
        Read(Second, 1, 0, 0);
        Read(Second, 2, 200, 0);
        Read(Second, 3, 0, 0);
        Operate("settlement", "settle", Second);
        Submit("cell1/m2", "metering", "correctReading", w => w.Long(Second).Text("M2").Long(150).Long(0).Text("misread"));
        Operate("settlement", "correct", Second);
    }

    private void Operate(string contract, string function, long slot) =>
        Submit("cell1/operator", contract, function, w => w.Text(Mg).Long(slot));

    private void Order(string account, string function, string id, long quantityWh, long priceMicro) =>
        Submit(account, "market", function, w => w.Text(Mg).Long(First).Text(id).Long(quantityWh).Long(priceMicro));

    private void Read(long slot, int home, long importWh, long exportWh) => Submit(
        $"cell1/m{home}", "metering", "reading", w => w.Long(slot).Text("M" + home).Long(importWh).Long(exportWh));
}
