namespace Ledger.Cli.Report.Document;

/// <summary>What the values of a column are, and so how people read them. CSV and JSON have the whole numbers.</summary>
internal enum ReportUnit
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A whole number of anything.</summary>
    Count,

    /// <summary>Wh.</summary>
    Energy,

    /// <summary>W.</summary>
    Power,

    /// <summary>VA.</summary>
    ApparentPower,

    /// <summary>n¤; people read ¤ with nine decimals.</summary>
    Money,

    /// <summary>Minor units of the currency (cents), 10^7 n¤ each; people read ¤ with two decimals.</summary>
    Invoice,

    /// <summary>µ¤/kWh; people read ¤/kWh with six decimals.</summary>
    Price,

    /// <summary>Parts per million of a nominal value; people read per cent with four decimals.</summary>
    Ppm,

    /// <summary>Start of a slot, seconds since 1970-01-01 UTC.</summary>
    Slot,

    /// <summary>A moment, milliseconds since 1970-01-01 UTC.</summary>
    Moment,

    /// <summary>Yes or no.</summary>
    Flag,
}
