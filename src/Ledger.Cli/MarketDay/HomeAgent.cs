using Ledger.Client.Strategies;

namespace Ledger.Cli.MarketDay;

/// <summary>
/// A home in the simulation: it forecasts from its own history, orders by the SDK's strategies, and lives through what
/// really comes. Slots are numbered from the table's first one and are taken in turn. Not thread safe.
/// </summary>
internal sealed class HomeAgent
{
    /// <summary>Slots that homes with something to shift look ahead.</summary>
    private const int Horizon = 96;

    /// <summary>Levels of charge that a battery's plan tells apart.</summary>
    private const int BatteryLevels = 9;

    /// <summary>Days of the table before the first slot that forecasts start from.</summary>
    private const int HistoryDays = 7;

    private readonly long _start;
    private readonly long[] _generationWh;
    private readonly long[] _loadWh;
    private readonly long _retailMicro;
    private readonly long _feedInMicro;
    private readonly HistoryForecaster _forecast;
    private readonly IBidStrategy _strategy;
    private readonly VehicleByDeparture? _vehicle;
    private readonly bool _isShifting;

    public HomeAgent(HomeSpec spec, string organisation, ProfileTable table, MicrogridFile file, DayOptions options, int index)
    {
        Spec = spec;
        Account = organisation + "/" + spec.Name;
        MeterAccount = Account + ".meter";
        MeterId = "M-" + spec.Name;
        _start = table.Start;
        _retailMicro = file.RetailMicro;
        _feedInMicro = file.FeedInMicro;
        _generationWh = spec.Generation == null ? new long[table.Slots] : table.Energy(spec.Generation);
        _loadWh = new long[table.Slots];
        foreach (var load in spec.Loads)
        {
            var energy = table.Energy(load);
            for (var i = 0; i < energy.Length; i++)
            {
                _loadWh[i] += energy[i];
            }
        }

        _forecast = new HistoryForecaster(
            new DayCalendar(TimeZoneInfo.Utc), new HistoryForecastOptions { Least = -SlotOutlook.QuantityWhMax });
        var flexible = new List<IFlexibleStrategy>();
        if (spec.Vehicle is { } vehicle)
        {
            _vehicle = new VehicleByDeparture((long)(vehicle.KW * 250));
            flexible.Add(_vehicle);
        }

        if (spec.Battery is { } battery)
        {
            flexible.Add(new BatteryArbitrage(
                battery.Limits, battery.Limits.CapacityWh / 2, _feedInMicro, BatteryLevels));
        }

        _isShifting = flexible.Count > 0;
        IBidStrategy net = options.Strategy == "truthful"
            ? new Truthful(spec.Generation?.CostMicro ?? 0)
            : new ZeroIntelligence(unchecked((options.Seed * 0x9E3779B97F4A7C15UL) + (ulong)index));
        _strategy = new HomeStrategy(net, flexible);
    }

    public HomeSpec Spec { get; }

    public string Account { get; }

    public string MeterAccount { get; }

    public string MeterId { get; }

    /// <summary>Wh of its connection in a slot.</summary>
    public long LimitWh => Spec.CapacityW / 4;

    /// <summary>Wh that it would draw in these slots without generation; an upper bound of what it buys.</summary>
    public long DrawnWhMax(int first, int count)
    {
        var sum = 0L;
        for (var slot = first; slot < first + count; slot++)
        {
            sum += Math.Min(LimitWh, _loadWh[slot]);
        }

        var days = (count / 96) + 2;
        return sum + (days * (long)((Spec.Vehicle?.KWhPerDay ?? 0) * 1_000)) +
            (days * 4 * (Spec.Battery?.Limits.CapacityWh ?? 0));
    }

    /// <summary>Learns from the table's days before the first slot.</summary>
    public void Learn(int first)
    {
        for (var slot = Math.Max(0, first - (HistoryDays * 96)); slot < first; slot++)
        {
            _forecast.Observe(StartOf(slot), _generationWh[slot] - _loadWh[slot]);
        }
    }

    /// <summary>Orders for a slot.</summary>
    public IReadOnlyList<StrategyOrder> Order(int slot)
    {
        PlugIn(slot);
        var slots = new SlotForecast[_isShifting ? Horizon : 1];
        for (var i = 0; i < slots.Length; i++)
        {
            var start = StartOf(slot + i);
            var expected = Math.Clamp(_forecast.Expect(start), -LimitWh, LimitWh);
            slots[i] = SlotForecast.AtTariff(start, expected, _retailMicro, _feedInMicro);
        }

        return _strategy.Decide(new SlotOutlook(slots, LimitWh)).Orders;
    }

    /// <summary>Lives through the slot that it ordered for.</summary>
    /// <returns>What the meter counted, and what happened behind it.</returns>
    /// <exception cref="CommandException">The connection cannot carry what the table says.</exception>
    public HomeSlot Live(int slot, long boughtWh, long soldWh)
    {
        var controlled = _strategy.Deliver(boughtWh, soldWh);
        var natural = _generationWh[slot] - _loadWh[slot];
        _forecast.Observe(StartOf(slot), natural);
        var net = natural - controlled;
        if (Math.Abs(net) > LimitWh)
        {
            throw CommandException.BadInput(
                $"home {Spec.Name} moves {Math.Abs(net)} Wh in slot {Times.Text(StartOf(slot))}, more than the " +
                $"{LimitWh} Wh of its connection (capacityW)");
        }

        // What is switched off is neither drawn nor made.
        var contracted = soldWh - boughtWh;
        var metered = !Spec.Curtails ? net
            : net < 0 ? Math.Max(net, Math.Min(0, contracted))
            : Math.Min(net, Math.Max(0, contracted));
        return new HomeSlot(metered, _generationWh[slot], _loadWh[slot], controlled, metered - net);
    }

    private void PlugIn(int slot)
    {
        if (_vehicle == null || Spec.Vehicle is not { } vehicle)
        {
            return;
        }

        var start = StartOf(slot);
        var time = TimeOnly.FromTimeSpan(TimeSpan.FromSeconds(start % 86_400));
        if (time == vehicle.From)
        {
            var stay = (long)(vehicle.Until - vehicle.From).TotalSeconds;
            _vehicle.PlugIn((long)(vehicle.KWhPerDay * 1_000), start + stay);
        }
    }

    private long StartOf(int slot) => _start + (slot * 900L);
}
