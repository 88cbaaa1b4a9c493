namespace Ledger.Cli.Report.Origins;

/// <summary>
/// Where the energy of one home came from over a period, in Wh: bought by origin + from the main grid - bought and not drawn =
/// drawn. Mutable while it is added up; one caller.
/// </summary>
internal sealed class OriginHome(string account, int origins)
{
    /// <summary>The home.</summary>
    public string Account { get; } = account;

    /// <summary>Bought from others, by origin.</summary>
    public long[] BoughtWh { get; } = new long[origins];

    /// <summary>Sold to others.</summary>
    public long SoldWh { get; set; }

    /// <summary>Drawn by its meter.</summary>
    public long ImportWh { get; set; }

    /// <summary>Fed in by its meter.</summary>
    public long ExportWh { get; set; }

    /// <summary>Drawn beyond what it bought from others: the main grid's.</summary>
    public long GridWh { get; set; }

    /// <summary>Bought from others and not drawn.</summary>
    public long NotDrawnWh { get; set; }

    /// <summary>Certificates it holds and has not retired.</summary>
    public long HeldWh { get; set; }

    /// <summary>Certificates it retired.</summary>
    public long RetiredWh { get; set; }

    /// <summary>Certificates that were issued for what it delivered.</summary>
    public long IssuedWh { get; set; }
}
