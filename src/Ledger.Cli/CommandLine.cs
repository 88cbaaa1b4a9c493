using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Globalization;
using Ledger.Cli.Commands;
using Ledger.Cli.Output;
using Ledger.Client;
using Ledger.Identity;
using Ledger.Node;
using Ledger.Storage;

namespace Ledger.Cli;

/// <summary>
/// Parses and runs one command. Whatever goes wrong is one line on standard error and a status (<see
/// cref="ExitStatus"/>), never a stack.
/// </summary>
public static class CommandLine
{
    /// <summary>How long a command may take to end in good order after Ctrl-C or SIGTERM.</summary>
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Runs one command to its end.</summary>
    /// <returns>The exit status.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        var terminal = new Terminal(output, error);
        var root = new RootCommand("A permissioned ledger for electricity microgrids.");
        foreach (var command in CommandList.Create(terminal))
        {
            root.Add(command);
        }

        // Arguments may begin with @, which names a file to some commands and never more arguments.
        var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is HelpAction)
        {
            return await ShowHelpAsync(parsed, output, error).ConfigureAwait(false);
        }

        if (FirstFault(parsed) is { } fault)
        {
            return terminal.Fault($"{fault} (see '{PathOf(parsed.CommandResult)} --help')", ExitStatus.BadInput);
        }

        return await InvokeAsync(parsed, terminal, cancellation).ConfigureAwait(false);
    }

    private static async Task<int> InvokeAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TerminationTimeout,
            Output = terminal.Out,
            Error = terminal.Error,
        };
        try
        {
            return await parsed.InvokeAsync(configuration, cancellation).ConfigureAwait(false);
        }
        catch (CommandException e)
        {
            return terminal.Fault(e.Message, e.Status);
        }
        catch (OperationCanceledException)
        {
            return ExitStatus.Interrupted;
        }
        catch (NodeConfigurationException e)
        {
            return terminal.Fault(e.Message, ExitStatus.BadInput);
        }
        catch (Exception e) when (e is LedgerException or StorageException or IdentityException or IOException
                                      or UnauthorizedAccessException)
        {
            return terminal.Fault(e.Message, ExitStatus.Failed);
        }
        catch (Exception e)
        {
            return terminal.Fault($"internal error, {e.GetType().Name}: {e.Message}", ExitStatus.Failed);
        }
    }

    private static async Task<int> ShowHelpAsync(ParseResult parsed, TextWriter output, TextWriter error)
    {
        await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, CancellationToken.None)
            .ConfigureAwait(false);
        if (parsed.CommandResult.Command is CliCommand { Example: var example })
        {
            await output.WriteLineAsync("Example:\n  " + example.ReplaceLineEndings("\n  ")).ConfigureAwait(false);
        }
        else
        {
            await output.WriteLineAsync("Every command explains itself with --help.").ConfigureAwait(false);
            await output.WriteLineAsync("In a checkout, ./ledger test runs the tests and ./ledger sim the simulator of consensus.")
                .ConfigureAwait(false);
        }

        return ExitStatus.Ok;
    }

    /// <summary>What is wrong with the command line, the most telling first; null when nothing is.</summary>
    private static string? FirstFault(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens is [var unknown, ..])
        {
            return unknown.StartsWith('-') ? $"unknown option '{unknown}'" : $"unknown command or argument '{unknown}'";
        }

        if (parsed.Errors is [var first, ..])
        {
            return parsed.CommandResult.Command is CliCommand
                ? first.Message.TrimEnd('.').ReplaceLineEndings(" ")
                : "a command is missing";
        }

        return StrayOption(parsed);
    }

    /// <summary>
    /// An argument list takes any word, so a mistyped option would pass as one: it must stand behind <c>--</c>.
    /// </summary>
    private static string? StrayOption(ParseResult parsed)
    {
        if (parsed.Tokens.Any(t => t.Type == TokenType.DoubleDash))
        {
            return null;
        }

        foreach (var argument in parsed.CommandResult.Children.OfType<ArgumentResult>())
        {
            foreach (var token in argument.Tokens)
            {
                if (token.Value is ['-', not (>= '0' and <= '9'), ..])
                {
                    return string.Create(
                        CultureInfo.InvariantCulture, $"unknown option '{token.Value}'; arguments that begin so stand behind --");
                }
            }
        }

        return null;
    }

    private static string PathOf(CommandResult command) => command.Parent is CommandResult parent
        ? $"{PathOf(parent)} {command.Command.Name}"
        : "ledger";
}
