namespace Ledger.Cli;

/// <summary>Ends a command with one line for people and an exit status.</summary>
public sealed class CommandException : Exception
{
    private CommandException(int status, string message)
        : base(message)
    {
        Status = status;
    }

    /// <summary>The exit status.</summary>
    public int Status { get; }

    /// <summary>What was asked cannot be meant: status 2.</summary>
    public static CommandException BadInput(string message) => new(ExitStatus.BadInput, message);

    /// <summary>It was meant well and did not work: status 1.</summary>
    public static CommandException Failed(string message) => new(ExitStatus.Failed, message);
}
