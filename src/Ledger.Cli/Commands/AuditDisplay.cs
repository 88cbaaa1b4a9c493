using Ledger.Cli.Output;
using Ledger.Node.Audit;
using Spectre.Console;

namespace Ledger.Cli.Commands;

/// <summary>Shows how far an audit is: bars on a terminal, a few lines elsewhere, nothing where JSON is wanted.</summary>
internal static class AuditDisplay
{
    /// <summary>Runs an audit and shows its progress.</summary>
    public static Task<AuditReport> RunAsync(
        Terminal terminal, bool isSilent, Func<IProgress<AuditProgress>?, AuditReport> audit) =>
        isSilent ? Task.Run(() => audit(null))
        : terminal.Console.Profile.Out.IsTerminal
            ? terminal.Console.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .StartAsync(context => Task.Run(() => audit(new Bars(context))))
            : Task.Run(() => audit(new Lines(terminal)));

    private static string NameOf(AuditPart part) => part switch
    {
        AuditPart.Files => "reading every stored byte",
        AuditPart.Chain => "checking and executing blocks",
        _ => "comparing the state",
    };

    private sealed class Bars(ProgressContext context) : IProgress<AuditProgress>
    {
        private readonly ProgressTask?[] _tasks = new ProgressTask?[3];

        public void Report(AuditProgress value)
        {
            var part = (int)value.Part;
            for (var i = 0; i < part; i++)
            {
                if (_tasks[i] is { IsFinished: false } earlier)
                {
                    earlier.IsIndeterminate = false;
                    earlier.Value = earlier.MaxValue;
                }
            }

            var task = _tasks[part] ??= context.AddTask(NameOf(value.Part));
            task.IsIndeterminate = value.Of == 0;
            if (value.Of > 0)
            {
                task.MaxValue = value.Of;
                task.Value = value.Done;
            }
        }
    }

    /// <summary>One line when a part begins, and one at each tenth of it where its size is known.</summary>
    private sealed class Lines(Terminal terminal) : IProgress<AuditProgress>
    {
        private AuditPart? _part;
        private ulong _tenths;

        public void Report(AuditProgress value)
        {
            if (_part != value.Part)
            {
                (_part, _tenths) = (value.Part, 0);
                terminal.Line(NameOf(value.Part) + (value.Of > 0 ? $": {value.Of}" : ""));
            }

            if (value.Of > 0 && value.Done * 10 / value.Of is var tenths && tenths > _tenths)
            {
                _tenths = tenths;
                terminal.Line($"  {tenths * 10} %, {value.Done} of {value.Of}");
            }
        }
    }
}
