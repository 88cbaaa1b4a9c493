using Ledger.Client;

namespace Ledger.Cli.Report.Records;

/// <summary>A line of an account's statement. Immutable.</summary>
/// <param name="Sequence">From 0.</param>
/// <param name="Height">Block that made the change.</param>
/// <param name="TimeMilliseconds">Ledger time of that block.</param>
/// <param name="Counterpart">The account on the other side.</param>
/// <param name="AmountNano">n¤, positive when received.</param>
/// <param name="Cause">Memo or cause.</param>
/// <param name="BalanceNano">n¤ afterwards.</param>
internal sealed record StatementEntry(
    long Sequence, long Height, long TimeMilliseconds, string Counterpart, long AmountNano, string Cause, long BalanceNano)
{
    private const string ClearingPrefix = "market/";
    private const string FirstCause = "slot ";
    private const string CorrectionCause = "correction of slot ";
    private const string TradeCause = "trade ";

    /// <summary>Whether settlement made it, and not a person or a bilateral trade.</summary>
    public bool IsSettlement => SettledSlot != null;

    /// <summary>The market whose clearing account is on the other side; empty when it is none.</summary>
    public string Market => Counterpart.StartsWith(ClearingPrefix, StringComparison.Ordinal) &&
        !Counterpart.StartsWith(ClearingPrefix + "escrow:", StringComparison.Ordinal)
            ? Counterpart[ClearingPrefix.Length..]
            : "";

    /// <summary>Whether it settles a corrected reading.</summary>
    public bool IsCorrection => IsSettlement && Cause.StartsWith(CorrectionCause, StringComparison.Ordinal);

    /// <summary>The slot that was settled; null when it is no settlement.</summary>
    public long? SettledSlot => Market.Length == 0 ? null
        : Number(Cause, CorrectionCause) ?? Number(Cause, FirstCause);

    /// <summary>The bilateral trade that it belongs to; null when to none.</summary>
    public string? TradeId => Counterpart.StartsWith(ClearingPrefix + "escrow:", StringComparison.Ordinal) &&
        Cause.StartsWith(TradeCause, StringComparison.Ordinal)
            ? Cause[TradeCause.Length..]
            : null;

    /// <summary>Reads the wallet's record.</summary>
    public static StatementEntry Decode(long sequence, byte[] record)
    {
        var reader = new ResultReader(record);
        RecordFormat.Require(reader.Int(), 2, "statement lines");
        return new StatementEntry(
            sequence, reader.Long(), reader.Long(), reader.Text(), reader.Long(), reader.Text(), reader.Long());
    }

    private static long? Number(string cause, string prefix) =>
        cause.StartsWith(prefix, StringComparison.Ordinal) && long.TryParse(
            cause.AsSpan(prefix.Length), System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture, out var slot)
            ? slot
            : null;
}
