namespace Ledger.Cli.Report.Document;

/// <summary>How a chart draws its series.</summary>
internal enum ReportChartKind
{
    /// <summary>A line each, with gaps where there is no value.</summary>
    Line,

    /// <summary>A step each that holds for its slot: prices.</summary>
    Step,

    /// <summary>Bars side by side.</summary>
    Bar,

    /// <summary>Bars upon each other: positive values up, negative ones down.</summary>
    StackedBar,
}
