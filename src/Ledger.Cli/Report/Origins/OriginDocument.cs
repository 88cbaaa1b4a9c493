using Ledger.Cli.Report.Document;
using Ledger.Cli.Report.Markets;
using Ledger.Cli.Report.Records;

namespace Ledger.Cli.Report.Origins;

/// <summary>Where energy came from, as a report. Pure.</summary>
internal static class OriginDocument
{
    private const string GridMix = "from the main grid";

    /// <summary>Makes the report.</summary>
    public static ReportData Of(
        string microgrid, long from, long to, ReportClock clock, IReadOnlyList<OriginHome> homes,
        IReadOnlyList<(long Slot, OriginHome Sum)> slots, IReadOnlyList<OriginSale> sales,
        IReadOnlyList<OriginCertificate> certificates, Participants names, string source)
    {
        var passed = certificates.Where(c => c.WasPassed).Sum(c => c.Entry.QuantityWh);
        var retired = certificates.Where(c => c.Entry.RetiredFor.Length > 0).Sum(c => c.Entry.QuantityWh);
        return new ReportData
        {
            Kind = "origin",
            Title = "Origin of energy",
            Subject = microgrid,
            From = from,
            To = to,
            Clock = clock,
            Source = source,
            Facts =
            [
                Fact("importWh", "Drawn by all meters", homes.Sum(h => h.ImportWh)),
                .. OriginNames.All.Select((name, i) => Fact(
                    $"{name}Wh", $"Bought from others, {name}", homes.Sum(h => h.BoughtWh[i]))),
                Fact("mainGridWh", "From the main grid", homes.Sum(h => h.GridWh)),
                Fact("notDrawnWh", "Bought and not drawn", homes.Sum(h => h.NotDrawnWh)),
                Fact("exportWh", "Fed in by all meters", homes.Sum(h => h.ExportWh)),
                Fact("issuedWh", "Certificates issued", certificates.Sum(c => c.Entry.QuantityWh)),
                Fact("passedWh", "Certificates passed on", passed),
                Fact("retiredWh", "Certificates retired", retired),
            ],
            Charts =
            [
                Mix("Origin by slot", "What all homes drew by its origin, for each slot, in Wh.",
                    [.. slots.Select(s => (object)s.Slot)], [.. slots.Select(s => s.Sum)]),
                Mix("Origin by home", "What each home drew over the period by its origin, in Wh.",
                    [.. homes.Select(h => (object)names.NameOf(h.Account))], homes),
            ],
            Tables =
            [
                new ReportTable(
                    "homes", "Homes", [new("home", "Home"), .. MixColumns, .. CertificateColumns],
                    [
                        .. homes.Select(h => new object?[] { names.NameOf(h.Account) }
                            .Concat(MixRow(h)).Concat([h.IssuedWh, h.HeldWh, h.RetiredWh]).ToArray()),
                    ]),
                new ReportTable(
                    "slots", "Slots", [new("slot", "Slot", ReportUnit.Slot), .. MixColumns],
                    [.. slots.Select(s => new object?[] { s.Slot }.Concat(MixRow(s.Sum)).ToArray())]),
                Sales(sales, names),
                Certificates(certificates, names),
            ],
            Notes =
            [
                "Drawn = bought from others + from the main grid − bought and not drawn, slot by slot. What a home made and used " +
                    "itself did not pass its meter: the ledger does not know it.",
                "The main grid names no sources: its energy is counted as one. Certificates are those of the period's slots, " +
                    "whenever they were passed on or retired.",
                .. slots.Count == 0 ? ["No slot was opened in this period."] : Array.Empty<string>(),
            ],
        };

        static ReportFact Fact(string name, string heading, long value) => new(new ReportColumn(name, heading, ReportUnit.Energy), value);
    }

    private static ReportColumn[] MixColumns =>
    [
        new("importWh", "Drawn", ReportUnit.Energy),
        .. OriginNames.All.Select(name => new ReportColumn($"{name}Wh", $"Bought, {name}", ReportUnit.Energy)),
        new("mainGridWh", "From the main grid", ReportUnit.Energy), new("notDrawnWh", "Not drawn", ReportUnit.Energy),
        new("soldWh", "Sold to others", ReportUnit.Energy), new("exportWh", "Fed in", ReportUnit.Energy),
    ];

    private static ReportColumn[] CertificateColumns =>
    [
        new("issuedWh", "Certificates for it", ReportUnit.Energy), new("heldWh", "Certificates held", ReportUnit.Energy),
        new("retiredWh", "Certificates retired", ReportUnit.Energy),
    ];

    private static object?[] MixRow(OriginHome home) =>
    [
        home.ImportWh, .. home.BoughtWh.Select(b => (object?)b), home.GridWh, home.NotDrawnWh, home.SoldWh, home.ExportWh,
    ];

    private static ReportChart Mix(string title, string description, IReadOnlyList<object> labels, IReadOnlyList<OriginHome> sums) =>
        new(title, description, ReportChartKind.StackedBar, ReportUnit.Energy, labels,
        [
            .. OriginNames.All.Select((name, i) => new ReportSeries(name, [.. sums.Select(s => (Int128?)s.BoughtWh[i])])),
            new ReportSeries(GridMix, [.. sums.Select(s => (Int128?)s.GridWh)]),
        ]);

    private static ReportTable Sales(IReadOnlyList<OriginSale> sales, Participants names) => new(
        "sales", "Sales",
        [
            new("slot", "Slot", ReportUnit.Slot), new("market", "Market"), new("buyer", "Buyer"), new("seller", "Seller"),
            new("origin", "Origin"), new("quantityWh", "Energy", ReportUnit.Energy),
        ],
        [
            .. sales.Select(s => new object?[]
            {
                s.Slot, s.Market, names.NameOf(s.Buyer), names.NameOf(s.Seller), OriginNames.Of(s.Origin), s.QuantityWh,
            }),
        ],
        "As contracted, in the order of the market.");

    private static ReportTable Certificates(IReadOnlyList<OriginCertificate> certificates, Participants names) => new(
        "certificates", "Certificates of origin",
        [
            new("slot", "Slot", ReportUnit.Slot), new("number", "Number", ReportUnit.Count), new("producer", "Producer"),
            new("origin", "Origin"), new("owner", "Owner"), new("quantityWh", "Energy", ReportUnit.Energy),
            new("splitFrom", "Split from", ReportUnit.Count), new("passed", "Passed on", ReportUnit.Flag), new("retiredFor", "Retired for"),
        ],
        [
            .. certificates.Select(c => new object?[]
            {
                c.Entry.Slot, c.Entry.Number, names.NameOf(c.Entry.Producer), OriginNames.Of(c.Entry.Origin),
                names.NameOf(c.Entry.Owner), c.Entry.QuantityWh, c.Entry.SplitFrom < 0 ? null : c.Entry.SplitFrom, c.WasPassed,
                c.Entry.RetiredFor,
            }),
        ]);
}
