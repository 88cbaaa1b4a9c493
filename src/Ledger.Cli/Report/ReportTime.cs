using System.Globalization;
using Ledger.Cli.Report.Document;

namespace Ledger.Cli.Report;

/// <summary>Times on the command line: ISO 8601 with a zone, or a day of the microgrid's local time. Pure.</summary>
internal static class ReportTime
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz",
    ];

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    /// <param name="text">What stands on the command line.</param>
    /// <param name="option">The option's name, for the message.</param>
    /// <param name="clock">The microgrid's clocks.</param>
    /// <exception cref="CommandException">It is no such time: bad input.</exception>
    public static long Parse(string text, string option, ReportClock clock)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return clock.StartOf(day);
        }

        var hasZone = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
        if (DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            return hasZone
                ? moment.ToUnixTimeSeconds()
                : throw CommandException.BadInput($"{option} {text} has no zone: end it with Z or an offset such as +01:00");
        }

        throw CommandException.BadInput(
            $"{option} '{text}' is no time: write 2026-03-29T02:00Z, 2026-03-29T02:00+01:00, or 2026-03-29 for the local midnight");
    }
}
