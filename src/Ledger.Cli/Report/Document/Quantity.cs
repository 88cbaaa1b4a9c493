using System.Globalization;

namespace Ledger.Cli.Report.Document;

/// <summary>Whole numbers as people read them, exact to the last digit. Pure.</summary>
internal static class Quantity
{
    /// <summary>Between groups of three digits: a narrow space that does not break.</summary>
    private const char Group = '\u202f';

    private const char Minus = '\u2212';

    /// <summary>What stands behind a number, or in a heading; empty for what has no unit.</summary>
    public static string UnitOf(ReportUnit unit) => unit switch
    {
        ReportUnit.Energy => "Wh",
        ReportUnit.Power => "W",
        ReportUnit.ApparentPower => "VA",
        ReportUnit.Money or ReportUnit.Invoice => "¤",
        ReportUnit.Price => "¤/kWh",
        ReportUnit.Ppm => "%",
        _ => "",
    };

    /// <summary>Whether values are numbers, which stand to the right.</summary>
    public static bool IsNumber(ReportUnit unit) =>
        unit is not (ReportUnit.Text or ReportUnit.Slot or ReportUnit.Moment or ReportUnit.Flag);

    /// <summary>A value as <see cref="ReportTable.Rows"/> has them, without its unit; empty for null.</summary>
    /// <exception cref="ArgumentException">It is of no type that a report holds.</exception>
    public static string Text(object? value, ReportUnit unit, ReportClock clock) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "yes" : "no",
        _ when unit == ReportUnit.Slot => clock.Minute((long)Number(value)),
        _ when unit == ReportUnit.Moment => clock.IsoMilliseconds((long)Number(value)),
        _ => Text(Number(value), unit),
    };

    /// <summary>A number with its decimals, without its unit.</summary>
    public static string Text(Int128 value, ReportUnit unit)
    {
        var decimals = DecimalsOf(unit);
        var digits = UInt128.CreateChecked(value < 0 ? -value : value).ToString(CultureInfo.InvariantCulture)
            .PadLeft(decimals + 1, '0');
        var whole = Grouped(digits[..^decimals]);
        var text = decimals == 0 ? whole : $"{whole}.{digits[^decimals..]}";
        return value < 0 ? Minus + text : text;
    }

    /// <summary>The same without zeros at the end, for the axis of a chart.</summary>
    public static string Short(Int128 value, ReportUnit unit)
    {
        var text = Text(value, unit);
        return text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
    }

    /// <summary>The whole number that a value is.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static Int128 Number(object value) => value switch
    {
        long number => number,
        int number => number,
        Int128 number => number,
        _ => throw new ArgumentException($"a report holds no {value.GetType().Name}", nameof(value)),
    };

    private static int DecimalsOf(ReportUnit unit) => unit switch
    {
        ReportUnit.Money => 9,
        ReportUnit.Price => 6,
        ReportUnit.Ppm => 4,
        ReportUnit.Invoice => 2,
        _ => 0,
    };

    private static string Grouped(string digits)
    {
        for (var i = digits.Length - 3; i > 0; i -= 3)
        {
            digits = digits.Insert(i, Group.ToString());
        }

        return digits;
    }
}
