using System.CommandLine;

namespace Ledger.Cli.Report;

/// <summary>Options that all reports have.</summary>
internal sealed class ReportOptions
{
    private readonly Option<string> _from = new("--from")
    {
        Description = "First slot: ISO 8601 with a zone (2026-03-29T02:00Z), or a day of local time.", HelpName = "TIME", Required = true,
    };

    private readonly Option<string> _to = new("--to")
    {
        Description = "First slot behind the period, in the same forms.", HelpName = "TIME", Required = true,
    };

    private readonly Option<string?> _microgrid = new("--microgrid")
    {
        Description = "The microgrid; by default the account's, or the only one.", HelpName = "ID",
    };

    private readonly Option<bool> _csv = new("--csv") { Description = "Write one table as CSV (RFC 4180)." };
    private readonly Option<bool> _json = new("--json") { Description = "Write everything as JSON." };
    private readonly Option<bool> _html = new("--html") { Description = "Write a page with charts." };
    private readonly Option<string?> _table = new("--table")
    {
        Description = "With --csv: which table; by default the first.", HelpName = "NAME",
    };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "File to write to; its ending .csv, .json or .html names the form when no option does.", HelpName = "FILE",
    };

    /// <summary>Whose eyes, and which node.</summary>
    public ReportSourceOptions Source { get; } = new();

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_from);
        command.Add(_to);
        command.Add(_microgrid);
        command.Add(_csv);
        command.Add(_json);
        command.Add(_html);
        command.Add(_table);
        command.Add(_output);
        Source.AddTo(command);
    }

    /// <summary>Reads the command line.</summary>
    /// <exception cref="CommandException">Options contradict each other: bad input.</exception>
    public ReportRequest Parse(ParseResult parsed)
    {
        var output = parsed.GetValue(_output);
        var format = FormatOf(parsed, output);
        var table = parsed.GetValue(_table);
        return table == null || format == ReportFormat.Csv
            ? new ReportRequest(
                parsed.GetRequiredValue(_from), parsed.GetRequiredValue(_to), parsed.GetValue(_microgrid), format, table, output)
            : throw CommandException.BadInput("--table goes with --csv");
    }

    private ReportFormat FormatOf(ParseResult parsed, string? output)
    {
        var chosen = new List<ReportFormat>();
        Add(parsed.GetValue(_csv), ReportFormat.Csv);
        Add(parsed.GetValue(_json), ReportFormat.Json);
        Add(parsed.GetValue(_html), ReportFormat.Html);
        return chosen.Count > 1 ? throw CommandException.BadInput("--csv, --json and --html: choose one")
            : chosen.Count == 1 ? chosen[0]
            : output == null ? ReportFormat.Summary
            : Path.GetExtension(output) switch
            {
                ".csv" => ReportFormat.Csv,
                ".json" => ReportFormat.Json,
                ".html" => ReportFormat.Html,
                _ => throw CommandException.BadInput($"{output} ends in none of .csv, .json and .html: choose --csv, --json or --html"),
            };

        void Add(bool isSet, ReportFormat format)
        {
            if (isSet)
            {
                chosen.Add(format);
            }
        }
    }
}
