using System.CommandLine;
using Ledger.Cli.Network;
using Ledger.Cli.Output;
using Ledger.Node;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Ledger.Cli.Commands;

/// <summary><c>node run</c>: is a validator until it is told to stop.</summary>
internal sealed class NodeRunCommand : CliCommand
{
    private readonly Option<string> _config = new("--config")
    {
        Description = "The node's configuration file.", HelpName = "FILE", Required = true,
    };

    private readonly Option<bool> _background = new("--background")
    {
        Description = "Leave the terminal, so that Ctrl-C there does not reach the node.", Hidden = true,
    };

    private readonly Option<bool> _untilInputEnds = new("--until-input-ends")
    {
        Description = "End when standard input does, as it does when the parent process is gone.", Hidden = true,
    };

    public NodeRunCommand(Terminal terminal)
        : base(
            terminal, "run", "Runs a validator in the foreground until Ctrl-C or SIGTERM.",
            "ledger node run --config my-network/cell1/node/node.json")
    {
        Add(_config);
        Add(_background);
        Add(_untilInputEnds);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(_background))
        {
            UnixProcess.LeaveTerminal();
        }

        var configuration = NodeConfiguration.Load(parsed.GetRequiredValue(_config));
        using var logs = LoggerFactory.Create(builder => builder
            .SetMinimumLevel(LogLevel.Information)
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.ColorBehavior = LoggerColorBehavior.Disabled;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            }));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (parsed.GetValue(_untilInputEnds))
        {
            WatchInput(stop);
        }

        var node = await LedgerNode.StartAsync(configuration, logs).ConfigureAwait(false);
        Exception? failure = null;
        await using (node.ConfigureAwait(false))
        {
            var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var registration = stop.Token.Register(() => asked.TrySetResult());
            if (await Task.WhenAny(node.Ended, asked.Task).ConfigureAwait(false) == node.Ended)
            {
                failure = await node.Ended.ConfigureAwait(false);
            }
        }

        return failure == null ? ExitStatus.Ok : throw CommandException.Failed($"the node stopped: {failure.Message}");
    }

    /// <summary>
    /// A thread of its own, because a read of standard input cannot be given up; it ends with the process.
    /// </summary>
    private static void WatchInput(CancellationTokenSource stop)
    {
        var thread = new Thread(() =>
        {
            using var input = Console.OpenStandardInput();
            Span<byte> ignored = stackalloc byte[64];
            while (input.Read(ignored) > 0)
            {
            }

            try
            {
                stop.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The node has ended for another reason first.
            }
        })
        {
            IsBackground = true,
            Name = "input",
        };
        thread.Start();
    }
}
