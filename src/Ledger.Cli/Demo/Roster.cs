using System.Globalization;
using Ledger.Cli.Demo.Devices;
using Ledger.Cli.Demo.Grid;
using Ledger.Cli.Market;
using Ledger.Cli.Network;
using Ledger.Identity;

namespace Ledger.Cli.Demo;

/// <summary>
/// Who takes part. Homes go round the cells; each has a device and a meter with keys of their own. Every cell has an
/// operator; the first cell, which runs the market, also has the bank, the regulator, the main grid's account and a
/// home that only consumes. Immutable.
/// </summary>
public sealed class Roster
{
    /// <summary>The one market and microgrid, over all cells.</summary>
    public const string Market = "valley";

    /// <summary>Calls about it.</summary>
    internal static readonly MicrogridCalls Calls = new(Market);

    private readonly int _homesCount;

    /// <summary>Names everyone.</summary>
    /// <param name="cells">Cells, each with an operator.</param>
    /// <param name="homes">Homes.</param>
    /// <param name="feeder">The feeder that they are spread over; null for buses without lines.</param>
    public Roster(int cells, int homes, DemoFeeder? feeder = null)
    {
        Feeder = feeder;
        _homesCount = homes;
        var first = NetworkPlan.OrganisationAt(0);
        Operators =
        [
            .. Enumerable.Range(0, cells).Select(c => Plain(NetworkPlan.OrganisationAt(c), "operator", "operator")),
        ];
        Bank = Plain(first, "bank", "bank");
        Regulator = Plain(first, "regulator", "regulator");
        MainGrid = Plain(first, "main-grid", "grid");
        Dso = feeder == null ? null : Plain(first, "dso", "dso");
        LoadOnly = Device(first, "load-01", "load", "M-LOAD-01", LoadBus);
        Homes = [.. Enumerable.Range(1, homes).Select(h => Home(NetworkPlan.OrganisationAt((h - 1) % cells), h))];
        Meters = [.. Enumerable.Range(1, homes).Select(h => Meter(NetworkPlan.OrganisationAt((h - 1) % cells), h))];
    }

    /// <summary>The feeder; null for none.</summary>
    public DemoFeeder? Feeder { get; }

    /// <summary>How many homes like it each home stands for.</summary>
    public long Scale => Feeder?.HomesPerBus ?? 1;

    /// <summary>Power of a home's connection, in W.</summary>
    public long ConnectionW => House.ConnectionW * Scale;

    /// <summary>Bus of the home that only consumes.</summary>
    public string LoadBus => Feeder?.BusOf(1, _homesCount) ?? "bus-00";

    /// <summary>One operator for each cell; the first one runs the market.</summary>
    public IReadOnlyList<Member> Operators { get; }

    /// <summary>Brings money onto the ledger.</summary>
    public Member Bank { get; }

    /// <summary>Sets the tariff and reads everything.</summary>
    public Member Regulator { get; }

    /// <summary>The account that trades with the world outside.</summary>
    public Member MainGrid { get; }

    /// <summary>Describes the feeder and receives transport fees; null without one.</summary>
    public Member? Dso { get; }

    /// <summary>A home without anything that could feed in.</summary>
    public Member LoadOnly { get; }

    /// <summary>Devices that trade, home 1 first.</summary>
    public IReadOnlyList<Member> Homes { get; }

    /// <summary>Their meters, in the same order.</summary>
    public IReadOnlyList<Member> Meters { get; }

    /// <summary>Everyone.</summary>
    public IEnumerable<Member> All =>
        [.. Operators, Bank, Regulator, MainGrid, .. Dso == null ? [] : new[] { Dso }, LoadOnly, .. Homes, .. Meters];

    /// <summary>The account that the money of a slot passes through.</summary>
    public static string ClearingAccount => $"market/{Market}";

    /// <summary>Meter of a home.</summary>
    /// <param name="home">From 1.</param>
    public static string MeterId(int home) => string.Create(CultureInfo.InvariantCulture, $"M-{home:00}");

    /// <summary>Bus of a home.</summary>
    public string Bus(int home) =>
        Feeder?.BusOf(home, _homesCount) ?? string.Create(CultureInfo.InvariantCulture, $"bus-{home:00}");

    private static Member Plain(string organisation, string name, string role) =>
        new(organisation, name, CertificateAttributes.Create(KeyValuePair.Create(AttributeNames.Role, role)));

    private Member Home(string organisation, int home) => Device(
        organisation, string.Create(CultureInfo.InvariantCulture, $"home-{home:00}"),
        HouseKinds.AssetType(HouseKinds.Of(home)), MeterId(home), Bus(home));

    private Member Device(string organisation, string name, string assetType, string meterId, string bus) =>
        new(organisation, name, CertificateAttributes.Create(
            KeyValuePair.Create(AttributeNames.Role, "prosumer"),
            KeyValuePair.Create(AttributeNames.AssetType, assetType),
            KeyValuePair.Create(AttributeNames.MeterId, meterId),
            KeyValuePair.Create(AttributeNames.Bus, bus),
            KeyValuePair.Create(AttributeNames.Microgrid, Market),
            KeyValuePair.Create(AttributeNames.CapacityW, ConnectionW.ToString(CultureInfo.InvariantCulture))));

    private static Member Meter(string organisation, int home) =>
        new(organisation, string.Create(CultureInfo.InvariantCulture, $"meter-{home:00}"), CertificateAttributes.Create(
            KeyValuePair.Create(AttributeNames.Role, "meter"),
            KeyValuePair.Create(AttributeNames.MeterId, MeterId(home)),
            KeyValuePair.Create(AttributeNames.Microgrid, Market)));
}
