using Ledger.Cli.Report.Records;

namespace Ledger.Cli.Report.Grid;

/// <summary>A slot as the feeder sees it. Immutable.</summary>
/// <param name="Entry">The spot market's slot.</param>
/// <param name="Scheduled">The flow of the schedule; null when nothing was sealed or there is no feeder to compute it for.</param>
/// <param name="Metered">The flow that the meters show; null while a reading is missing.</param>
/// <param name="BusPrices">µ¤/kWh of each bus, one more for the transformer; empty when none were found.</param>
/// <param name="Orders">Orders of the supervisor in force.</param>
/// <param name="ImportWh">Wh that all meters together drew.</param>
/// <param name="ExportWh">Wh that all meters together fed in.</param>
internal sealed record GridSlot(
    SlotEntry Entry, SlotFlow? Scheduled, SlotFlow? Metered, IReadOnlyList<long> BusPrices,
    IReadOnlyList<GridOrderEntry> Orders, long ImportWh, long ExportWh)
{
    /// <summary>The flows that are known, by name.</summary>
    public IEnumerable<(string Basis, SlotFlow Flow)> Flows
    {
        get
        {
            if (Scheduled != null)
            {
                yield return ("schedule", Scheduled);
            }

            if (Metered != null)
            {
                yield return ("meters", Metered);
            }
        }
    }
}
