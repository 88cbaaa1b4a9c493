namespace Ledger.Cli.MarketDay;

/// <summary>Sums of what a home's meter counted, in Wh. Not thread safe.</summary>
internal sealed class HomeMeter
{
    /// <summary>Import.</summary>
    public long ImportWh { get; private set; }

    /// <summary>Export.</summary>
    public long ExportWh { get; private set; }

    /// <summary>Loads and generation that were switched off.</summary>
    public long CurtailedWh { get; private set; }

    /// <summary>Counts a slot.</summary>
    public void Add(HomeSlot slot)
    {
        ImportWh += slot.ImportWh;
        ExportWh += slot.ExportWh;
        CurtailedWh += Math.Abs(slot.CurtailedWh);
    }
}
