using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Ledger.Cli.MarketDay;
using Ledger.Cli.Output;
using Ledger.Cli.Report.Document;

namespace Ledger.Cli.Commands;

/// <summary><c>market day</c>: simulates a microgrid without a network.</summary>
internal sealed class MarketDayCommand : CliCommand
{
    private const int DaysMax = 3_650;

    private readonly Option<string> _microgrid = new("--microgrid")
    {
        Description = "File that describes the microgrid: homes, tariff, feeder.", HelpName = "FILE", Required = true,
    };

    private readonly Option<string> _profiles = new("--profiles")
    {
        Description = "Table of loads and generation, separated by commas.", HelpName = "FILE", Required = true,
    };

    private readonly Option<string> _mechanism = new("--mechanism")
    {
        Description = "Name of the mechanism, such as kda-uniform.", HelpName = "NAME",
        DefaultValueFactory = _ => "kda-uniform",
    };

    private readonly Option<DateTimeOffset?> _from = new("--from")
    {
        Description = "First slot, such as 2017-06-02T00:00Z; that of the microgrid's file when it is not given.",
        HelpName = "TIME",
    };

    private readonly Option<int?> _slots = new("--slots") { Description = "Quarters of an hour to simulate.", HelpName = "N" };

    private readonly Option<int?> _days = new("--days") { Description = "Days to simulate; 1 unless said.", HelpName = "N" };

    private readonly Option<bool> _year = new("--year") { Description = "365 days, 35,040 slots." };

    private readonly Option<string> _strategy = new("--strategy")
    {
        Description = "How homes price: truthful or zero-intelligence.", HelpName = "NAME",
        DefaultValueFactory = _ => "truthful",
    };

    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "Where prices that are drawn by chance begin.", HelpName = "N", DefaultValueFactory = _ => 1,
    };

    private readonly Option<string?> _json = new("--json")
    {
        Description = "File to write everything to as JSON.", HelpName = "FILE",
    };

    private readonly Option<string?> _report = new("--report")
    {
        Description = "Folder to write pages with charts, JSON and tables to.", HelpName = "FOLDER",
    };

    public MarketDayCommand(Terminal terminal)
        : base(
            terminal, "day",
            "Simulates a day or a year of a microgrid without a network, on the shipped contracts, and checks the sums.",
            "ledger market day --microgrid docs/examples/feeder33.json " +
            "--profiles src/Ledger.Cli/Demo/homes17_two_days.csv")
    {
        Add(_microgrid);
        Add(_profiles);
        Add(_mechanism);
        Add(_from);
        Add(_slots);
        Add(_days);
        Add(_year);
        Add(_strategy);
        Add(_seed);
        Add(_json);
        Add(_report);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var options = OptionsOf(parsed);
        var file = Read(parsed.GetRequiredValue(_microgrid), MicrogridFile.Parse);
        var table = Read(parsed.GetRequiredValue(_profiles), text =>
        {
            using var reader = new StringReader(text);
            return ProfileTable.Read(reader, file.Profiles);
        });
        var runner = new DayRunner(file, table, options);
        var result = runner.Run(Progress(options.Slots), cancellation);
        var checks = DayChecks.Of(result);
        new DayReport(Terminal).Show(result, checks);
        if (parsed.GetValue(_json) is { } path)
        {
            await File.WriteAllTextAsync(path, DayJson.Write(result, checks), new UTF8Encoding(false), cancellation)
                .ConfigureAwait(false);
        }

        if (parsed.GetValue(_report) is { } folder)
        {
            ReportFolder.Write(folder, [DayPages.Of(result, checks)]);
            Terminal.Line($"written to {folder}");
        }

        var failed = checks.Count(c => !c.Ok);
        return failed == 0
            ? ExitStatus.Ok
            : Terminal.Fault($"{failed} of {checks.Count} checks failed", ExitStatus.Failed);
    }

    private DayOptions OptionsOf(ParseResult parsed)
    {
        var lengths = new[] { parsed.GetValue(_slots), parsed.GetValue(_days) * 96, parsed.GetValue(_year) ? DayOptions.YearSlots : null };
        if (lengths.Count(l => l != null) > 1)
        {
            throw CommandException.BadInput("--slots, --days and --year do not go together");
        }

        var slots = lengths.FirstOrDefault(l => l != null) ?? 96;
        if (slots is < 1 or > DaysMax * 96)
        {
            throw CommandException.BadInput($"a simulation has 1 to {DaysMax * 96} slots");
        }

        var strategy = parsed.GetRequiredValue(_strategy);
        if (strategy is not ("truthful" or "zero-intelligence"))
        {
            throw CommandException.BadInput($"there is no strategy {strategy}; there are truthful and zero-intelligence");
        }

        return new DayOptions
        {
            Mechanism = parsed.GetRequiredValue(_mechanism),
            From = parsed.GetValue(_from)?.ToUniversalTime(),
            Slots = slots,
            Strategy = strategy,
            Seed = parsed.GetValue(_seed),
        };
    }

    /// <summary>Ten lines on the way, whatever the length.</summary>
    private Action<SlotResult> Progress(int slots)
    {
        var watch = Stopwatch.StartNew();
        var done = 0;
        return slot =>
        {
            done++;
            if (slots >= 10 * 96 && done % (slots / 10) == 0)
            {
                Terminal.Line(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Times.Text(slot.Start)}  {done:#,0} of {slots:#,0} slots, {watch.Elapsed.TotalSeconds:0.0} s"));
            }
        };
    }

    private static T Read<T>(string path, Func<string, T> parse)
    {
        try
        {
            return parse(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw CommandException.BadInput($"{path}: {e.Message}");
        }
    }
}
