using Ledger.Cli.Demo.Devices;
using Ledger.Cli.Market;
using Ledger.Cli.Network;
using Ledger.Primitives;

namespace Ledger.Cli.Demo;

/// <summary>Everything that happens on the ledger before the first slot. Each step waits until it is final.</summary>
internal static class ContractSetup
{
    /// <summary>Money of a home at the beginning: 50 ¤, in n¤, for each home that it stands for.</summary>
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
        DemoNetwork network, Cast cast, Roster roster, SlotSchedule schedule, string mechanism,
        CancellationToken cancellation)
    {
        await Task.WhenAll(cast.All.Select(m => m.EnrolAsync(cancellation))).ConfigureAwait(false);
        var registered = await cast.MarketOperator.SubmitAsync(Roster.Calls.RegisterMicrogrid("Valley"), cancellation)
            .ConfigureAwait(false);
        await network.WaitForHeightAsync(registered.Height.Value, SpreadTimeout, cancellation).ConfigureAwait(false);

        var rules = Task.WhenAll(
            cast.Regulator.SubmitAsync(
                Roster.Calls.SetTariff(
                    Tariff.Demo.RetailMicro, Tariff.Demo.FeedInMicro, SlotSchedule.StartOf(schedule.First)), cancellation),
            cast.MarketOperator.SubmitAsync(
                Roster.Calls.Configure(roster.MainGrid.Account, roster.Operators[0].Account, "single"), cancellation),
            BringMoneyAsync(cast, roster, mechanism, cancellation));
        var loadOnly = cast.LoadOnly.SubmitAsync(
            MicrogridCalls.RegisterAsset("load-01", "load", "critical", "M-LOAD-01", roster.LoadBus, roster.ConnectionW),
            cancellation);
        await Task.WhenAll([rules, loadOnly, .. cast.Homes.Select(h => RegisterAsync(h, roster, cancellation))])
            .ConfigureAwait(false);
        await SetMarketAsync(cast, roster, mechanism, cancellation).ConfigureAwait(false);
    }

    private static async Task RegisterAsync(DemoHome home, Roster roster, CancellationToken cancellation)
    {
        var house = home.House;
        var asset = MicrogridCalls.RegisterAsset(
            $"asset-{house.Number:00}", HouseKinds.AssetType(house.Kind), HouseKinds.AssetClass(house.Kind),
            home.MeterId, roster.Bus(house.Number), roster.ConnectionW);
        await Task.WhenAll(
            home.Device.SubmitAsync(asset, cancellation),
            home.Meter.SubmitAsync(MicrogridCalls.RegisterMeter(), cancellation)).ConfigureAwait(false);
        await home.Device.SubmitAsync(Roster.Calls.Join(), cancellation).ConfigureAwait(false);
    }

    /// <summary>Mechanism, zones and feeder, when they are not what a market has without being told.</summary>
    private static async Task SetMarketAsync(
        Cast cast, Roster roster, string mechanism, CancellationToken cancellation)
    {
        if (roster.Feeder?.Feeder is { } feeder && cast.Dso is { } dso)
        {
            await dso.SubmitAsync(
                [Roster.Calls.RegisterFeeder(feeder), Roster.Calls.SetLines(feeder)], atomic: true, cancellation).ConfigureAwait(false);
        }

        var calls = new List<ContractCall>();
        if (cast.Dso is { } payee)
        {
            calls.Add(Roster.Calls.ConfigureFees(payee.Account));
        }

        if (mechanism != DemoMechanism.Default || roster.Feeder != null)
        {
            var (names, values) = DemoMechanism.Parameters(mechanism, roster);
            calls.Add(Roster.Calls.SetMechanism(mechanism, names, values));
        }

        if (DemoMechanism.NeedsZones(mechanism))
        {
            var buses = Enumerable.Range(1, roster.Homes.Count).Select(roster.Bus).Distinct().ToArray();
            calls.Add(Roster.Calls.SetTwoZones(buses, DemoMechanism.LinkWh(roster)));
        }

        if (calls.Count > 0)
        {
            await cast.MarketOperator.SubmitAsync(calls, atomic: true, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>One signature over one call for each home: all receive their money or none does.</summary>
    private static Task BringMoneyAsync(
        Cast cast, Roster roster, string mechanism, CancellationToken cancellation) =>
        cast.Bank.SubmitAsync(
        [
            MicrogridCalls.SetCreditLimit(roster.MainGrid.Account, GridCreditNano),
            .. mechanism == DemoMechanism.Default
                ? Array.Empty<ContractCall>() : [MicrogridCalls.SetCreditLimit(roster.Operators[0].Account, GridCreditNano)],
            .. roster.Homes.Select(h => MicrogridCalls.Issue(h.Account, StartMoneyNano * roster.Scale)),
        ],
        atomic: true, cancellation);
}
