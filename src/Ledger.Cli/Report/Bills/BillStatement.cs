using Ledger.Cli.Report.Document;
using Ledger.Cli.Report.Records;

namespace Ledger.Cli.Report.Bills;

/// <summary>Everything of an account's bill over a period, as it was read. Immutable.</summary>
internal sealed record BillStatement
{
    /// <summary>The account.</summary>
    public required string Account { get; init; }

    /// <summary>Its microgrid.</summary>
    public required string Microgrid { get; init; }

    /// <summary>The microgrid's clocks.</summary>
    public required ReportClock Clock { get; init; }

    /// <summary>First slot.</summary>
    public required long From { get; init; }

    /// <summary>First slot behind the period.</summary>
    public required long To { get; init; }

    /// <summary>The wallet's record.</summary>
    public required AccountEntry Wallet { get; init; }

    /// <summary>Slots with a bill or a payment, by slot and market.</summary>
    public required IReadOnlyList<BillSlot> Slots { get; init; }

    /// <summary>
    /// The statement from the first line of the period to the last, those between that belong to other slots included.
    /// </summary>
    public required IReadOnlyList<BillPayment> Payments { get; init; }

    /// <summary>Bilateral trades of the period.</summary>
    public required IReadOnlyList<TradeEntry> Trades { get; init; }

    /// <summary>Why bill and wallet do not agree, a sentence; null when they do.</summary>
    public string? Difference { get; init; }

    /// <summary>What the wallet held before the first of the lines.</summary>
    public long OpeningNano => Payments.Count == 0 ? Wallet.BalanceNano : Payments[0].Entry.BalanceNano - Payments[0].Entry.AmountNano;

    /// <summary>What it held after the last.</summary>
    public long ClosingNano => Payments.Count == 0 ? Wallet.BalanceNano : Payments[^1].Entry.BalanceNano;
}
