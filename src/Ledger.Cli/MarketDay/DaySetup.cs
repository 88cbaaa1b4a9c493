using System.Globalization;
using Ledger.Cli.Feeders;
using Ledger.Cli.Market;
using Ledger.Runtime;

namespace Ledger.Cli.MarketDay;

/// <summary>
/// Everything that happens on the ledger before the first slot: certificates with the attributes of a network, the
/// microgrid, its tariff and feeder, assets, meters, money, the mechanism. Not thread safe.
/// </summary>
internal sealed class DaySetup
{
    /// <summary>How far the main grid's account may fall below 0: 10^9 ¤, in n¤.</summary>
    private const long GridCreditNano = 1_000_000_000_000_000_000;

    /// <summary>Money that every home has beyond what its consumption may cost: 100 ¤.</summary>
    private const long SpareNano = 100_000_000_000;

    private static readonly string[] Cells = ["cell1", "cell2", "cell3", "cell4"];

    private readonly DayLedger _ledger;
    private readonly MicrogridCalls _calls;
    private readonly MicrogridFile _file;
    private readonly Feeder? _feeder;
    private readonly DayOptions _options;
    private readonly List<long> _money = [];

    public DaySetup(DayLedger ledger, MicrogridCalls calls, MicrogridFile file, Feeder? feeder, DayOptions options)
    {
        (_ledger, _calls, _file, _feeder, _options) = (ledger, calls, file, feeder, options);
    }

    /// <summary>Runs the market.</summary>
    public string Operator => Cells[0] + "/operator";

    /// <summary>The account that trades with the world outside.</summary>
    public string MainGrid => Cells[0] + "/main-grid";

    /// <summary>Money of the operator at the beginning, to pay the deficit of mechanisms that have one.</summary>
    public long OperatorMoneyNano => 1_000 * SpareNano;

    private static string Bank => Cells[0] + "/bank";

    private static string Regulator => Cells[0] + "/regulator";

    private static string Dso => Cells[0] + "/dso";

    /// <summary>The cell that a home belongs to.</summary>
    public string OrganisationOf(int home) => Cells[home % Cells.Length];

    /// <summary>Money of a home at the beginning.</summary>
    public long MoneyOf(int home) => _money[home];

    /// <summary>Does it all.</summary>
    public void Prepare(IReadOnlyList<HomeAgent> homes, long firstSlot, int first, int count)
    {
        foreach (var (account, role) in new[]
        {
            (Operator, "operator"), (Bank, "bank"), (Regulator, "regulator"), (Dso, "dso"), (MainGrid, "grid"),
        })
        {
            _ledger.Enrol(account, ("role", role));
        }

        _ledger.Run([new LocalTransaction(Operator, _calls.RegisterMicrogrid(_file.Name))]);
        _ledger.Run(
        [
            new LocalTransaction(Regulator, _calls.SetTariff(_file.RetailMicro, _file.FeedInMicro, firstSlot)),
            new LocalTransaction(Operator, _calls.Configure(MainGrid, Operator, _file.Imbalance)),
            new LocalTransaction(Bank, MicrogridCalls.SetCreditLimit(MainGrid, GridCreditNano)),
            new LocalTransaction(Bank, MicrogridCalls.Issue(Operator, OperatorMoneyNano)),
        ]);
        if (_feeder != null)
        {
            _ledger.Run(
            [
                new LocalTransaction(Dso, _calls.RegisterFeeder(_feeder)),
                new LocalTransaction(Dso, _calls.SetLines(_feeder)),
            ]);
        }

        var parameters = Parameters();
        var registrations = new List<LocalTransaction>
        {
            new(Operator, _calls.SetZonesOfBuses(_feeder)),
            new(Operator, _calls.SetMechanism(_options.Mechanism, [.. parameters.Keys], [.. parameters.Values])),
        };
        foreach (var home in homes)
        {
            Register(home, homes.Count, first, count, registrations);
        }

        _ledger.Run(registrations);
    }

    private void Register(
        HomeAgent home, int homes, int first, int count, List<LocalTransaction> transactions)
    {
        var spec = home.Spec;
        var capacity = spec.CapacityW.ToString(CultureInfo.InvariantCulture);
        _ledger.Enrol(
            home.Account, ("role", spec.Role), ("assetType", spec.AssetType), ("meterId", home.MeterId),
            ("bus", spec.Bus), ("microgrid", _file.Name), ("capacityW", capacity));
        _ledger.Enrol(
            home.MeterAccount, ("role", "meter"), ("meterId", home.MeterId), ("microgrid", _file.Name));
        var register = MicrogridCalls.RegisterAsset(
            "A-" + spec.Name, spec.AssetType, spec.AssetClass, home.MeterId, spec.Bus, spec.CapacityW);
        transactions.Add(new LocalTransaction(home.Account, [register, _calls.Join()]) { Atomic = true });
        transactions.Add(new LocalTransaction(home.MeterAccount, MicrogridCalls.RegisterMeter()));

        // Enough for all it can draw at the retail price, so that nobody runs into debt; what the bank may issue at most
        // is shared.
        var most = (3_000_000_000_000_000_000 - OperatorMoneyNano) / homes;
        _money.Add((long)Int128.Min(
            most, SpareNano + ((Int128)home.DrawnWhMax(first, count) * Math.Max(0, _file.RetailMicro))));
        transactions.Add(new LocalTransaction(Bank, MicrogridCalls.Issue(home.Account, _money[^1])));
    }

    /// <summary>The file's parameters, and those that follow from the rest of it.</summary>
    private SortedDictionary<string, long> Parameters()
    {
        var parameters = new SortedDictionary<string, long>(StringComparer.Ordinal);
        if (_options.Mechanism is "fixed-price")
        {
            parameters["priceMicro"] = (_file.RetailMicro + _file.FeedInMicro) / 2;
        }

        foreach (var (name, value) in _file.Parameters)
        {
            parameters[name] = value;
        }

        if (_feeder != null && _file.Secure)
        {
            // Step by step, so that the plain clearing can be looked at before it is secured.
            parameters["secure"] = 1;
            parameters["stepwise"] = 1;
        }

        return parameters;
    }
}
