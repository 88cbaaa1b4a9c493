using Ledger.Cli.Report.Records;
using Ledger.Client;

namespace Ledger.Cli.Report.Bills;

/// <summary>A line of the statement around the period. Immutable.</summary>
/// <param name="Entry">The line.</param>
/// <param name="Slot">The slot of delivery that it belongs to; null when to none.</param>
/// <param name="IsInPeriod">
/// Whether it belongs to the period: by its slot of delivery, or by ledger time where it has none.
/// </param>
/// <param name="Origin">The transaction that wrote it; null where no history is kept.</param>
internal sealed record BillPayment(StatementEntry Entry, long? Slot, bool IsInPeriod, KeyVersion? Origin);
