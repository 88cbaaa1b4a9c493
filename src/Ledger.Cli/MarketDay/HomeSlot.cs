namespace Ledger.Cli.MarketDay;

/// <summary>What a home did in a slot, in Wh. Immutable.</summary>
/// <param name="MeteredWh">What the meter counted: export, negative: import.</param>
/// <param name="GeneratedWh">What its generation could make.</param>
/// <param name="LoadWh">What its loads wanted.</param>
/// <param name="ControlledWh">What battery and vehicle drew; negative: gave.</param>
/// <param name="CurtailedWh">Loads switched off; negative: generation switched off.</param>
internal readonly record struct HomeSlot(
    long MeteredWh, long GeneratedWh, long LoadWh, long ControlledWh, long CurtailedWh)
{
    /// <summary>Whether what happened behind the meter adds up to what it counted.</summary>
    public bool AddsUp => MeteredWh == GeneratedWh - LoadWh - ControlledWh + CurtailedWh;

    /// <summary>What it took from outside.</summary>
    public long ImportWh => Math.Max(0, -MeteredWh);

    /// <summary>What it fed in.</summary>
    public long ExportWh => Math.Max(0, MeteredWh);
}
