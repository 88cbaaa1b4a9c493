namespace Ledger.EndToEnd.Tests;

/// <summary>What a process left behind.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Everything, for the message of a failed assertion.</summary>
    public string All => $"exit status {ExitCode}\n{Output}\n{Errors}";
}
