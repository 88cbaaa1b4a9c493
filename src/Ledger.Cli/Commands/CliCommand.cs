using System.CommandLine;
using Ledger.Cli.Output;

namespace Ledger.Cli.Commands;

/// <summary>A command that does something: one class and file for each, listed in <see cref="CommandList"/>.</summary>
public abstract class CliCommand : Command
{
    /// <summary>Names the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    /// <param name="name">The word on the command line.</param>
    /// <param name="description">One sentence for the help page.</param>
    /// <param name="example">A whole command line that works.</param>
    protected CliCommand(Terminal terminal, string name, string description, string example)
        : base(name, description)
    {
        Terminal = terminal;
        Example = example;

        // Ctrl-C waits for the task of a command to end in good order, which it can only do once it has the task: so
        // the command's first synchronous steps may not run before the task is handed over.
        SetAction((ParseResult parsed, CancellationToken cancellation) =>
            Task.Run(() => RunAsync(parsed, cancellation), CancellationToken.None));
    }

    /// <summary>Shown at the end of the help page.</summary>
    public string Example { get; }

    /// <summary>Where the command writes.</summary>
    protected Terminal Terminal { get; }

    /// <summary>Does it.</summary>
    /// <returns>The exit status.</returns>
    /// <exception cref="CommandException">It cannot be done; one line says why.</exception>
    protected abstract Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation);
}
