using System.Diagnostics;
using Ledger.Cli.Feeders;
using Ledger.Cli.Market;
using Ledger.Client;
using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Cli.MarketDay;

/// <summary>
/// Simulates a microgrid slot by slot on a <see cref="DayLedger"/>: homes order, the operator clears (and with a feeder
/// secures), homes live through the slot, meters report, the operator settles. Not thread safe.
/// </summary>
internal sealed class DayRunner
{
    /// <summary>Numbers of a participant in the answer of <c>market.positions</c>.</summary>
    private const int PositionColumns = 7;

    private readonly MicrogridFile _file;
    private readonly DayOptions _options;
    private readonly ProfileTable _table;
    private readonly Feeder? _feeder;
    private readonly FeederFlow? _flow;
    private readonly DaySetup _setup;
    private readonly MicrogridCalls _calls;
    private readonly DayLedger _ledger;
    private readonly int _first;
    private readonly int[] _busOf;
    private readonly HomeMeter[] _meters;
    private long _unbalanced;

    /// <summary>Prepares everything up to the first slot.</summary>
    /// <exception cref="CommandException">Something does not go together; one line says what.</exception>
    public DayRunner(MicrogridFile file, ProfileTable table, DayOptions options)
    {
        (_file, _table, _options) = (file, table, options);
        _first = FirstSlot();
        _feeder = Valid(file.FindFeeder);
        _flow = _feeder == null ? null : new FeederFlow(_feeder);
        _busOf = [.. file.Homes.Select(BusOf)];
        _calls = new MicrogridCalls(file.Name);
        _ledger = new DayLedger(SlotStart(_first));
        _setup = new DaySetup(_ledger, _calls, file, _feeder, options);
        Homes =
        [
            .. file.Homes.Select((h, i) => Valid(() =>
                new HomeAgent(h, _setup.OrganisationOf(i), table, file, options, i))),
        ];
        _setup.Prepare(Homes, SlotStart(_first), _first, options.Slots);
        foreach (var home in Homes)
        {
            home.Learn(_first);
        }

        _meters = [.. Homes.Select(_ => new HomeMeter())];
    }

    /// <summary>The homes.</summary>
    public IReadOnlyList<HomeAgent> Homes { get; }

    /// <summary>The ledger on which all this happens.</summary>
    public DayLedger Ledger => _ledger;

    /// <summary>The account of the market's operator.</summary>
    public string OperatorAccount => _setup.Operator;

    private bool IsSecured => _feeder != null && _file.Secure;

    /// <summary>Simulates all slots and reads the bills back.</summary>
    /// <param name="progress">Hears of each slot; null for nobody.</param>
    /// <param name="cancellation">Ends it between two slots.</param>
    public DayResult Run(Action<SlotResult>? progress, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var slots = new List<SlotResult>(_options.Slots);
        for (var i = 0; i < _options.Slots; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var slot = RunSlot(_first + i);
            slots.Add(slot);
            progress?.Invoke(slot);
        }

        watch.Stop();
        var audit = _ledger.AskLongs(_setup.Operator, MicrogridCalls.Audit());
        return new DayResult
        {
            File = _file,
            Options = _options,
            Feeder = _feeder,
            Slots = slots,
            Homes = [.. Homes.Select(HomeResultOf)],
            GridNano = BalanceOf(_setup.MainGrid),
            OperatorNano = BalanceOf(_setup.Operator) - _setup.OperatorMoneyNano,
            ClearingNano = BalanceOf("market/" + _file.Name),
            AllBalancesNano = audit[1],
            IssuedNano = audit[2] - audit[3],
            Unbalanced = _unbalanced,
            GasUsed = _ledger.GasUsed,
            Calls = _ledger.Calls,
            Blocks = _ledger.Ledger.Height,
            Time = watch.Elapsed,
        };
    }

    private SlotResult RunSlot(int slot)
    {
        var start = SlotStart(slot);
        _ledger.SetTime(start);
        var ordering = new List<LocalTransaction> { OfOperator(_calls.OpenSlot(start)) };
        var orders = AddOrders(slot, start, ordering);
        if (IsSecured)
        {
            ordering.Add(OfOperator(_calls.Close(start)));
        }

        ordering.Add(OfOperator(_calls.Clear(start)));
        var events = _ledger.Run(ordering);
        var result = new SlotResult { Start = start, Orders = orders };
        var positions = _ledger.AskLongs(_setup.Operator, _calls.Positions(start));
        result = result with { Plain = FlowOf(positions), PlainWh = TradedWh(events) };
        if (IsSecured)
        {
            events.AddRange(_ledger.Run([OfOperator(_calls.Secure(start)), OfOperator(_calls.Seal(start))]));
            positions = _ledger.AskLongs(_setup.Operator, _calls.Positions(start));
        }

        result = result with { Sealed = FlowOf(positions) };
        var metered = Live(slot, start, positions, out var readings);
        readings.Add(OfOperator(_calls.Settle(start)));
        events.AddRange(_ledger.Run(readings));
        return Read(result with { Metered = metered }, events);
    }

    private int AddOrders(int slot, long start, List<LocalTransaction> transactions)
    {
        var count = 0;
        foreach (var home in Homes)
        {
            var orders = home.Order(slot);
            for (var k = 0; k < orders.Count; k++)
            {
                var order = orders[k];
                var id = home.Spec.Name + (k == 0 ? "" : "-" + k);
                transactions.Add(new LocalTransaction(home.Account, order.IsContingent
                    ? _calls.BlockOrder(start, id, order, home.Spec.Generation?.Type ?? "storage")
                    : _calls.Order(start, id, order)));
                count++;
            }
        }

        return count;
    }

    /// <summary>Homes live through the slot with what the schedule gives them.</summary>
    private FlowResult? Live(int slot, long start, long[] positions, out List<LocalTransaction> readings)
    {
        readings = new List<LocalTransaction>(Homes.Count + 1);
        var watts = new long[_feeder?.Buses.Count ?? 0];
        for (var i = 0; i < Homes.Count; i++)
        {
            // What a clearing left to the main grid counts as bought or sold; a secured market leaves nothing.
            var column = PositionColumns * i;
            var lived = Homes[i].Live(
                slot, positions[column] + positions[column + 2], positions[column + 1] + positions[column + 3]);
            _unbalanced += lived.AddsUp ? 0 : 1;
            _meters[i].Add(lived);
            readings.Add(new LocalTransaction(
                Homes[i].MeterAccount, MicrogridCalls.Reading(start, Homes[i].MeterId, lived.ImportWh, lived.ExportWh)));
            if (_flow != null)
            {
                watts[_busOf[i]] -= lived.MeteredWh * 4;
            }
        }

        return _flow?.Solve(watts);
    }

    private SlotResult Read(SlotResult result, List<LedgerEvent> events)
    {
        foreach (var one in events)
        {
            var reader = new ResultReader(one.Data.Span);
            switch (one.Name)
            {
                case "slotCleared" when !IsSecured:
                    reader.Text();
                    reader.Long();
                    reader.Long();
                    var hasPrice = reader.Bool();
                    var price = reader.Long();
                    result = result with { PriceMicro = hasPrice ? price : null };
                    break;
                case "slotSecured":
                    reader.Text();
                    reader.Long();
                    result = result with { Rounds = reader.Int(), Binding = reader.Texts() };
                    break;
                case "slotSettled":
                    reader.Text();
                    reader.Long();
                    result = result with
                    {
                        TradedWh = reader.Long(), ImportWh = reader.Long(), ExportWh = reader.Long(), GridNano = reader.Long(),
                    };
                    break;
                default:
                    break;
            }
        }

        return IsSecured ? result with { PriceMicro = SealedPrice(result.Start) } : result;
    }

    private long? SealedPrice(long start)
    {
        var numbers = _ledger.AskLongs(_setup.Operator, _calls.Result(start));
        return numbers[2] == 1 ? numbers[3] : null;
    }

    private static long TradedWh(List<LedgerEvent> events)
    {
        var cleared = events.First(e => e.Name == "slotCleared");
        var reader = new ResultReader(cleared.Data.Span);
        reader.Text();
        reader.Long();
        return reader.Long();
    }

    private FlowResult? FlowOf(long[] positions)
    {
        if (_flow == null)
        {
            return null;
        }

        var watts = new long[_feeder!.Buses.Count];
        for (var i = 0; i < Homes.Count; i++)
        {
            var column = PositionColumns * i;
            watts[_busOf[i]] += (positions[column] - positions[column + 1]) * 4;
        }

        return _flow.Solve(watts);
    }

    private HomeResult HomeResultOf(HomeAgent home, int index)
    {
        const int Range = 3_072;
        var sums = new long[13];
        for (var first = 0; first < _options.Slots; first += Range)
        {
            var last = Math.Min(first + Range, _options.Slots) - 1;
            var some = _ledger.AskLongs(
                _setup.Operator, _calls.Bill(home.Account, SlotStart(_first + first), SlotStart(_first + last)));
            for (var i = 0; i < sums.Length - 1; i++)
            {
                sums[i] += some[i];
            }

            sums[^1] = some[^1];
        }

        var meter = _meters[index];
        return new HomeResult
        {
            Account = home.Account,
            AssetType = home.Spec.AssetType,
            Slots = sums[0],
            BoughtWh = sums[1],
            SoldWh = sums[2],
            BilledWh = sums[5],
            TariffNano = sums[10],
            PaidNano = sums[11],
            DebtNano = sums[12],
            ImportWh = meter.ImportWh,
            ExportWh = meter.ExportWh,
            CurtailedWh = meter.CurtailedWh,
            BalanceNano = BalanceOf(home.Account) - _setup.MoneyOf(index),
        };
    }

    private long BalanceOf(string account) => _ledger.AskLong(_setup.Operator, MicrogridCalls.Balance(account));

    private LocalTransaction OfOperator(ContractCall call) => new(_setup.Operator, call);

    private long SlotStart(int slot) => _table.Start + (slot * 900L);

    private int FirstSlot()
    {
        var from = (_options.From ?? _file.From)?.ToUnixTimeSeconds() ?? _table.Start;
        var first = (from - _table.Start) / 900;
        if (from < _table.Start || (from - _table.Start) % 900 != 0 || first + _options.Slots > _table.Slots)
        {
            throw CommandException.BadInput(
                $"{_options.Slots} slots from {Times.Text(from)} are not in the profiles, which have {_table.Slots} slots " +
                $"from {Times.Text(_table.Start)}");
        }

        return (int)first;
    }

    private int BusOf(HomeSpec home)
    {
        var bus = _flow == null ? 0 : _flow.IndexOf(home.Bus);
        return bus >= 0 ? bus : throw CommandException.BadInput($"home {home.Name}: the feeder has no bus {home.Bus}");
    }

    private static T Valid<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException e)
        {
            throw CommandException.BadInput(e.Message);
        }
    }
}
