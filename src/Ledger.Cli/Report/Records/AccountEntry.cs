using Ledger.Client;

namespace Ledger.Cli.Report.Records;

/// <summary>What the wallet holds of an account. Immutable.</summary>
/// <param name="BalanceNano">n¤.</param>
/// <param name="Lines">Lines of its statement.</param>
internal sealed record AccountEntry(long BalanceNano, long Lines)
{
    /// <summary>Reads the wallet's record; an account without one holds nothing.</summary>
    public static AccountEntry Decode(byte[]? record)
    {
        if (record == null)
        {
            return new AccountEntry(0, 0);
        }

        var reader = new ResultReader(record);
        RecordFormat.Require(reader.Int(), 1, "accounts");
        var balance = reader.Long();
        reader.Long();
        return new AccountEntry(balance, reader.Long());
    }
}
