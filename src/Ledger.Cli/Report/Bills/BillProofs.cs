using Ledger.Cli.Export;
using Ledger.Cli.Report.Records;
using Ledger.Cli.Report.State;
using Ledger.Primitives;

namespace Ledger.Cli.Report.Bills;

/// <summary>
/// Proof files of a bill, each of one value of the state and each for <c>ledger check-proof</c>: the bill of every slot, every
/// line of the statement in the report, and the account.
/// </summary>
internal static class BillProofs
{
    /// <summary>Name of the file that proves a slot's bill.</summary>
    public static string FileOf(BillSlot slot, Document.ReportClock clock) =>
        $"bill-{slot.Market.Replace(':', '-')}-{clock.Iso(slot.Slot).Replace(":", "", StringComparison.Ordinal)}.json";

    /// <summary>Name of the file that proves a line of the statement.</summary>
    public static string FileOf(StatementEntry line) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"line-{line.Sequence}.json");

    /// <summary>Writes them all into a folder, which is made when it is not there.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> WriteAsync(
        IReportState state, BillStatement statement, string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var files = new List<(string Name, string Contract, byte[] Key)>
        {
            ("account.json", "wallet", LedgerRecords.AccountKey(statement.Account)),
        };
        files.AddRange(statement.Slots.Where(s => s.Bill != null).Select(s => (
            FileOf(s, statement.Clock), "settlement", LedgerRecords.BillKey(s.Market, s.Slot, statement.Account))));
        files.AddRange(statement.Payments.Select(p => (
            FileOf(p.Entry), "wallet", LedgerRecords.LineKey(statement.Account, p.Entry.Sequence))));
        await LedgerRecords.EachAsync(files, SaveAsync, cancellation).ConfigureAwait(false);
        return files.Count;

        async Task<bool> SaveAsync((string Name, string Contract, byte[] Key) file, CancellationToken c)
        {
            var proof = await state.ProveAsync(file.Contract, file.Key, c).ConfigureAwait(false);
            using var written = new ExportFile(Path.Combine(folder, file.Name));
            written.Writer.Write(System.Text.Encoding.UTF8.GetString(ProofFile.Encode(proof)));
            written.Complete();
            return true;
        }
    }
}
