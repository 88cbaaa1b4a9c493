using System.CommandLine;
using System.Text;
using Ledger.Cli.Market;
using Ledger.Cli.Output;

namespace Ledger.Cli.Commands;

/// <summary><c>market run</c>: computes the cases of a file by the real contract in the real executor.</summary>
internal sealed class MarketRunCommand : CliCommand
{
    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "Files in the format of the worked examples: schema, mechanism, cases with name and input.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _output = new("--output")
    {
        Description = "File to write the computed cases to; standard output when it is not given. Only with one FILE.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _quiet = new("--quiet")
    {
        Description = "Writes differences and the last line only, not the computed cases.",
    };

    public MarketRunCommand(Terminal terminal)
        : base(
            terminal, "run", "Computes clearings, settlements and network checks of a file and compares them.",
            "ledger market run cases.json --output computed.json")
    {
        Add(_files);
        Add(_output);
        Add(_quiet);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var paths = parsed.GetRequiredValue(_files);
        var output = parsed.GetValue(_output);
        if (output != null && paths.Length != 1)
        {
            throw CommandException.BadInput("--output goes with one FILE");
        }

        var files = new List<CaseFile>();
        foreach (var path in paths)
        {
            files.Add(await CaseFile.ReadAsync(path, cancellation).ConfigureAwait(false));
        }

        var runner = new CaseRunner();
        var (passed, failed) = (0, 0);
        for (var i = 0; i < files.Count; i++)
        {
            var report = runner.Run(files[i], cancellation);
            passed += report.Passed;
            failed += report.Failed;
            if (output != null)
            {
                await File.WriteAllTextAsync(output, report.Json, new UTF8Encoding(false), cancellation).ConfigureAwait(false);
            }
            else if (!parsed.GetValue(_quiet))
            {
                Terminal.Out.Write(report.Json);
            }

            foreach (var difference in report.Differences)
            {
                Terminal.Line($"{paths[i]}: {difference}");
            }
        }

        Terminal.Line($"{passed} passed, {failed} failed");
        return failed == 0 ? ExitStatus.Ok : ExitStatus.Failed;
    }
}
