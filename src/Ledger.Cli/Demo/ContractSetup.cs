using Ledger.Cli.Demo.Devices;
using Ledger.Cli.Network;

namespace Ledger.Cli.Demo;

/// <summary>Everything that happens on the ledger before the first slot. Each step waits until it is final.</summary>
internal static class ContractSetup
{
    /// <summary>Money of a home at the beginning: 50 ¤, in n¤.</summary>
    public const long StartMoneyNano = 50_000_000_000;

    /// <summary>How far the main grid's account may fall below 0: 1,000,000 ¤, in n¤.</summary>
    public const long GridCreditNano = 1_000_000_000_000_000;

    private static readonly TimeSpan SpreadTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Installs the shipped contracts by agreement of the cells and waits until every node knows them.</summary>
    public static async Task InstallAsync(DemoNetwork network, CancellationToken cancellation)
    {
        var height = await ContractInstaller.InstallShippedAsync(network.Local, cancellation).ConfigureAwait(false);
        await network.WaitForHeightAsync(height.Value, SpreadTimeout, cancellation).ConfigureAwait(false);
    }

    /// <summary>Enrols everyone, binds devices and meters, sets the rules and brings money.</summary>
    public static async Task PrepareAsync(
        DemoNetwork network, Cast cast, Roster roster, SlotSchedule schedule, CancellationToken cancellation)
    {
        await Task.WhenAll(cast.All.Select(m => m.EnrolAsync(cancellation))).ConfigureAwait(false);
        var registered = await cast.MarketOperator.SubmitAsync(Calls.RegisterMicrogrid("Valley"), cancellation)
            .ConfigureAwait(false);
        await network.WaitForHeightAsync(registered.Height.Value, SpreadTimeout, cancellation).ConfigureAwait(false);

        var rules = Task.WhenAll(
            cast.Regulator.SubmitAsync(
                Calls.SetTariff(Tariff.Demo, SlotSchedule.StartOf(schedule.First)), cancellation),
            cast.MarketOperator.SubmitAsync(
                Calls.Configure(roster.MainGrid.Account, roster.Operators[0].Account), cancellation),
            BringMoneyAsync(cast, roster, cancellation));
        var loadOnly = cast.LoadOnly.SubmitAsync(
            Calls.RegisterAsset("load-01", "load", "critical", "M-LOAD-01", "bus-00"), cancellation);
        await Task.WhenAll([rules, loadOnly, .. cast.Homes.Select(h => RegisterAsync(h, cancellation))])
            .ConfigureAwait(false);
    }

    private static async Task RegisterAsync(DemoHome home, CancellationToken cancellation)
    {
        var house = home.House;
        var asset = Calls.RegisterAsset(
            $"asset-{house.Number:00}", HouseKinds.AssetType(house.Kind), HouseKinds.AssetClass(house.Kind),
            home.MeterId, Roster.Bus(house.Number));
        await Task.WhenAll(
            home.Device.SubmitAsync(asset, cancellation),
            home.Meter.SubmitAsync(Calls.RegisterMeter(), cancellation)).ConfigureAwait(false);
        await home.Device.SubmitAsync(Calls.Join(), cancellation).ConfigureAwait(false);
    }

    /// <summary>One signature over one call for each home: all receive their money or none does.</summary>
    private static Task BringMoneyAsync(Cast cast, Roster roster, CancellationToken cancellation) =>
        cast.Bank.SubmitAsync(
        [
            Calls.SetCreditLimit(roster.MainGrid.Account, GridCreditNano),
            .. roster.Homes.Select(h => Calls.Issue(h.Account, StartMoneyNano)),
        ],
        atomic: true, cancellation);
}
