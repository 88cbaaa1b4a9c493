namespace Ledger.Cli.Report.Records;

/// <summary>Checks that a record has a format that this command reads.</summary>
internal static class RecordFormat
{
    /// <summary>Does nothing when the format is the known one.</summary>
    /// <exception cref="CommandException">The contracts on the ledger are others.</exception>
    public static void Require(int found, int known, string record)
    {
        if (found != known)
        {
            throw CommandException.Failed(
                $"the ledger's contracts keep {record} in format {found}; this command reads format {known}");
        }
    }
}
