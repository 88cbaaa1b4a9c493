using Ledger.Chaincode;
using Ledger.Cli.Report.Bills;
using Ledger.Cli.Report.Document;
using Ledger.Cli.Report.Records;
using Ledger.Client;
using Ledger.Primitives;

namespace Ledger.Cli.Tests.Report;

/// <summary>Bills by the contracts' own arithmetic, and the wallet that they have to add up to.</summary>
[Collection(ReportCollection.Name)]
public sealed class BillTests(ReportLedger ledger)
{
    [Fact]
    public async Task Every_line_of_a_bill_is_what_the_contracts_settled()
    {
        var report = BillDocument.Of(await BillOf(ReportLedger.Buyer), "memory", hasProofs: false);
        Assert.Equal(
            "slot,market,boughtWh,soldWh,priceMicro,marketNano,gridBoughtWh,gridSoldWh,retailMicro,feedInMicro,gridNano," +
            "otherBoughtWh,otherSoldWh,meteredWh,estimated,deviationWh,imbalanceMicro,imbalanceNano,transportNano,levyNano," +
            "netNano,shareNano,debtNano,paidNano,correctionNano,tariffNano,height,transactionId,proof\r\n" +
            "2026-03-29T01:45:00+01:00,mg,1000,0,175000,-175000000,0,0,300000,80000,0,0,0,-1100,false,-100,300000,-30000000," +
            "-20000000,-42500000,-267500000,0,0,-267500000,0,-330000000,H,,\r\n" +
            "2026-03-29T03:00:00+02:00,mg,0,0,,0,0,0,300000,80000,0,0,0,-150,false,-150,300000,-45000000,0,-7500000,-52500000,0,0," +
            "-52500000,17500000,-45000000,H,,\r\n",
            System.Text.RegularExpressions.Regex.Replace(Csv(report, null), ",[0-9]+,,\r\n", ",H,,\r\n"));
        Assert.Equal(
            "item,owedNano,roundedMinor\r\nmarket,175000000,18\r\nmain grid,0,0\r\ndeviations,75000000,7\r\n" +
            "transport fees,20000000,2\r\ntaxes and levies,50000000,5\r\ntotal,320000000,32\r\n",
            Csv(report, "invoice"));
        var facts = ReportJson.ToJson(report)["facts"]!;
        Assert.Equal(-320_000_000, (long)facts["netNano"]!);
        Assert.Equal(-5, (long)facts["otherNano"]!);
        Assert.Equal(-320_000_005, (long)facts["closingNano"]! - (long)facts["openingNano"]!);
        Assert.Equal(32, (long)facts["invoiceMinor"]!);
        Assert.Equal(55_000_000, (long)facts["savedNano"]!);
    }

    [Fact]
    public async Task The_invoice_is_that_of_the_contract()
    {
        foreach (var account in new[] { ReportLedger.Seller, ReportLedger.Buyer, ReportLedger.Poor })
        {
            var report = ReportJson.ToJson(BillDocument.Of(await BillOf(account), "", hasProofs: false));
            var rounded = report["tables"]!["invoice"]!.AsArray().Select(r => (long)r!["roundedMinor"]!).ToArray();
            var invoice = ledger.Ask(account, "settlement", "invoice", w => w
                .Text(ReportLedger.Mg).Text(account).Long(ReportLedger.First).Long(ReportLedger.Second).Long(InvoiceSum.UnitNano));
            Assert.Equal([.. invoice[1..], invoice[0]], rounded);
        }
    }

    [Fact]
    public async Task What_a_home_cannot_pay_is_owed_and_still_adds_up()
    {
        var bill = await BillOf(ReportLedger.Poor);
        Assert.Null(bill.Difference);
        Assert.Equal((-175_000_000, -100_000_000, 75_000_000), (
            bill.Slots[0].Bill!.NetNano, bill.Slots[0].MovedNano, bill.Slots[0].DebtChangeNano));
        Assert.Equal((100_000_000, 0), (bill.OpeningNano, bill.ClosingNano));
    }

    [Fact]
    public async Task Debts_are_checked_against_their_history()
    {
        var bill = await BillOf(ReportLedger.Poor);
        var record = await ledger.Records.State.ReadAsync(
            "settlement", LedgerRecords.BillKey(ReportLedger.Mg, ReportLedger.First, ReportLedger.Poor),
            TestContext.Current.CancellationToken);
        bill = bill with { Slots = [bill.Slots[0] with { Versions = [Version(record!)] }] };
        Assert.Null(BillCheck.FirstDifference(bill, Debt(75_000_000)));
        Assert.Equal(
            "cell1/h3: the settlement of market mg in block 40 paid -100000000 n¤ for bills of -175000000 n¤ with a debt of 0 n¤ " +
            "before and 74999999 n¤ after, a difference of 1 n¤",
            BillCheck.FirstDifference(bill, Debt(74_999_999)));

        static KeyVersion Version(byte[] value) =>
            new(new SequenceNumber(40), 1, value, Digest.Zero, "cell1/operator", 1, IsConfirmed: true);

        static Dictionary<string, IReadOnlyList<KeyVersion>> Debt(long nano) => new()
        {
            [ReportLedger.Mg] = [Version(new RecordWriter().Int(1).Longs([nano]).ToArray())],
        };
    }

    [Fact]
    public async Task Those_who_are_paid_without_taking_part_have_a_bill_too()
    {
        foreach (var (account, nano) in new[] { ("cell1/dso", 20_000_000L), ("cell1/tax", 75_000_000L) })
        {
            var bill = await BillOf(account);
            Assert.Null(bill.Difference);
            Assert.Equal(nano, bill.Slots.Sum(s => s.ShareNano));
            Assert.Equal(nano, bill.Wallet.BalanceNano);
        }

        Assert.Null((await BillOf("cell1/grid")).Difference);
    }

    [Fact]
    public async Task A_bill_that_does_not_add_up_to_the_wallet_is_named_with_the_difference()
    {
        var key = LedgerRecords.BillKey(ReportLedger.Mg, ReportLedger.First, ReportLedger.Buyer);
        using var change = new Change(
            ledger, "settlement", key, record => Replace(record, -267_500_000, -267_500_003));
        Assert.Equal(
            "cell1/h2: in slot 2026-03-29T01:45:00+01:00 of market mg the bill comes to -267500003 n¤ and the wallet changed by " +
            "-267500000 n¤, a difference of 3 n¤",
            (await BillOf(ReportLedger.Buyer)).Difference);
    }

    [Fact]
    public async Task A_statement_that_does_not_add_up_is_named_too()
    {
        using var change = new Change(
            ledger, "wallet", LedgerRecords.LineKey(ReportLedger.Buyer, 2), record => Replace(record, -267_500_000, -267_500_001));
        Assert.Equal(
            "cell1/h2: the balance after line 2 of the statement is off by 1 n¤", (await BillOf(ReportLedger.Buyer)).Difference);
    }

    [Fact]
    public async Task A_period_without_slots_is_an_empty_bill()
    {
        var bill = await new BillReader(ledger.Records).ReadAsync(
            ReportLedger.Buyer, ReportLedger.Mg, ReportLedger.DayEnd, ReportLedger.DayEnd + 86_400, TestContext.Current.CancellationToken);
        var report = BillDocument.Of(bill, "", hasProofs: false);
        Assert.Null(bill.Difference);
        Assert.Empty(report.Tables[0].Rows);
        Assert.Contains("No slot of this period is settled for the account.", report.Notes);
        using var page = new StringWriter();
        ReportHtml.Write(report, page);
        Assert.Contains("None in this period.", page.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(25, 10, 2)]
    [InlineData(35, 10, 4)]
    [InlineData(-25, 10, -2)]
    [InlineData(-26, 10, -3)]
    [InlineData(-1, 10, 0)]
    public void Halves_go_to_the_even_unit(long value, long unit, long rounded) =>
        Assert.Equal(rounded, (long)InvoiceSum.HalfEven(value, unit));

    private static string Csv(ReportData report, string? table)
    {
        using var writer = new StringWriter();
        ReportCsv.Write(report, table, writer);
        return writer.ToString();
    }

    private static byte[] Replace(byte[] record, long old, long now)
    {
        var (from, to) = (new RecordWriter().Long(old).ToArray(), new RecordWriter().Long(now).ToArray());
        var at = record.AsSpan().IndexOf(from);
        Assert.True(at >= 0, "the record does not hold the number");
        return [.. record[..at], .. to, .. record[(at + to.Length)..]];
    }

    private Task<BillStatement> BillOf(string account) => new BillReader(ledger.Records).ReadAsync(
        account, ReportLedger.Mg, ReportLedger.DayStart, ReportLedger.DayEnd, TestContext.Current.CancellationToken);

    /// <summary>A record that is another one until this ends.</summary>
    private sealed class Change : IDisposable
    {
        private readonly ReportLedger _ledger;
        private readonly byte[] _key;
        private readonly byte[] _before;

        public Change(ReportLedger ledger, string contract, byte[] key, Func<byte[], byte[]> change)
        {
            _ledger = ledger;
            _key = [.. System.Text.Encoding.UTF8.GetBytes(contract), 0, .. key];
            _before = ledger.Ledger.State.Get(_key)!;
            ledger.Ledger.State.Set(_key, change(_before));
        }

        public void Dispose() => _ledger.Ledger.State.Set(_key, _before);
    }
}
