namespace Ledger.Cli;

/// <summary>Exit statuses of the command.</summary>
public static class ExitStatus
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>The operation failed; one line on standard error says why.</summary>
    public const int Failed = 1;

    /// <summary>The command line, or a file that it names, is wrong; one line on standard error says what.</summary>
    public const int BadInput = 2;

    /// <summary>Interrupted from the keyboard, as shells count it: 128 and the number of SIGINT.</summary>
    public const int Interrupted = 130;
}
