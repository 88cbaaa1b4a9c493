namespace Ledger.Cli.Report.Records;

/// <summary>Where energy comes from, by the contracts' numbers.</summary>
internal static class OriginNames
{
    /// <summary>The names, in the order of their numbers.</summary>
    public static IReadOnlyList<string> All { get; } = ["pv", "wind", "chp", "hydro", "storage", "grid"];

    /// <summary>The name of a number.</summary>
    public static string Of(int origin) => All[origin];
}
