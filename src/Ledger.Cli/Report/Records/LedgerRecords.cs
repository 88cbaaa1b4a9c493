using System.Buffers.Binary;
using Ledger.Cli.Report.Document;
using Ledger.Cli.Report.State;
using Ledger.Client;

namespace Ledger.Cli.Report.Records;

/// <summary>The records of the shipped contracts in a state, by their meaning. One caller; it asks in parallel itself.</summary>
internal sealed class LedgerRecords(IReportState state)
{
    /// <summary>Length of a slot.</summary>
    public const long SlotSeconds = 900;

    /// <summary>Questions under way at the same time.</summary>
    private const int Parallelism = 8;

    /// <summary>The state that is read.</summary>
    public IReportState State => state;

    /// <summary>Key of an account in the wallet.</summary>
    public static byte[] AccountKey(string account) => new StateKeyBuilder().Text("account").Text(account).ToArray();

    /// <summary>Key of a statement line in the wallet.</summary>
    public static byte[] LineKey(string account, long sequence) =>
        new StateKeyBuilder().Text("line").Text(account).Long(sequence).ToArray();

    /// <summary>Key of a bill in settlement.</summary>
    public static byte[] BillKey(string market, long slot, string account) =>
        new StateKeyBuilder().Text("bill").Text(market).Long(slot).Text(account).ToArray();

    /// <summary>Key of the totals of a slot in settlement.</summary>
    public static byte[] SummaryKey(string market, long slot) =>
        new StateKeyBuilder().Text("summary").Text(market).Long(slot).ToArray();

    /// <summary>Key of a slot in the market.</summary>
    public static byte[] SlotKey(string market, long slot) =>
        new StateKeyBuilder().Text("slot").Text(market).Long(slot).ToArray();

    /// <summary>Does one thing for each item, several at a time; results in the order of the items.</summary>
    public static async Task<TResult[]> EachAsync<TItem, TResult>(
        IReadOnlyList<TItem> items, Func<TItem, CancellationToken, Task<TResult>> read, CancellationToken cancellation)
    {
        var results = new TResult[items.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellation };
        await Parallel.ForAsync(
            0, items.Count, options,
            async (i, c) => results[i] = await read(items[i], c).ConfigureAwait(false)).ConfigureAwait(false);
        return results;
    }

    /// <summary>All markets.</summary>
    public async Task<IReadOnlyList<MarketEntry>> MarketsAsync(CancellationToken cancellation)
    {
        var prefix = new StateKeyBuilder().Text("market").ToArray();
        var entries = await state.RangeAsync("market", prefix, cancellation).ConfigureAwait(false);
        return [.. entries.Select(e => MarketEntry.Decode(System.Text.Encoding.UTF8.GetString(e.Key[prefix.Length..^1]), e.Value))];
    }

    /// <summary>Ids of all microgrids.</summary>
    public async Task<IReadOnlyList<string>> MicrogridsAsync(CancellationToken cancellation)
    {
        var prefix = new StateKeyBuilder().Text("microgrid").ToArray();
        var entries = await state.RangeAsync("registry", prefix, cancellation).ConfigureAwait(false);
        return [.. entries.Select(e => System.Text.Encoding.UTF8.GetString(e.Key[prefix.Length..^1]))];
    }

    /// <summary>The microgrid of an account's asset; null when it has none.</summary>
    public async Task<string?> MicrogridOfAsync(string account, CancellationToken cancellation)
    {
        var key = new StateKeyBuilder().Text("asset").Text(account).ToArray();
        if (await state.ReadAsync("registry", key, cancellation).ConfigureAwait(false) is not { } record)
        {
            return null;
        }

        var reader = new ResultReader(record);
        RecordFormat.Require(reader.Int(), 1, "assets");
        for (var i = 0; i < 6; i++)
        {
            // Account, id, type, class, meter, bus.
            reader.Text();
        }

        return reader.Text();
    }

    /// <summary>What the microgrid's clocks show; UTC where nobody set them.</summary>
    public async Task<ReportClock> ClockAsync(string microgrid, CancellationToken cancellation)
    {
        var key = new StateKeyBuilder().Text("clock").Text(microgrid).ToArray();
        if (await state.ReadAsync("registry", key, cancellation).ConfigureAwait(false) is not { } record)
        {
            return ReportClock.Utc;
        }

        var reader = new ResultReader(record);
        RecordFormat.Require(reader.Int(), 1, "clocks");
        return new ReportClock(reader.Longs(), reader.Longs());
    }

    /// <summary>The slots of a market in a period that were opened, in order.</summary>
    /// <param name="market">The market.</param>
    /// <param name="from">First slot.</param>
    /// <param name="to">First slot behind the period.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<IReadOnlyList<SlotEntry>> SlotsAsync(string market, long from, long to, CancellationToken cancellation)
    {
        if (from >= to)
        {
            return [];
        }

        var (low, high) = (SlotKey(market, from), SlotKey(market, to - 1));
        var prefix = low[..low.AsSpan().CommonPrefixLength(high)];
        var entries = await state.RangeAsync("market", prefix, cancellation).ConfigureAwait(false);
        return
        [
            .. entries.Select(e => (Slot: LastNumber(e.Key), e.Value)).Where(e => e.Slot >= from && e.Slot < to)
                .Select(e => SlotEntry.Decode(e.Slot, e.Value)),
        ];
    }

    /// <summary>Participants of a microgrid by index.</summary>
    public async Task<IReadOnlyList<MemberEntry>> MembersAsync(string microgrid, CancellationToken cancellation)
    {
        var prefix = new StateKeyBuilder().Text("member").Text(microgrid).ToArray();
        var entries = await state.RangeAsync("market", prefix, cancellation).ConfigureAwait(false);
        return [.. entries.Select(e => MemberEntry.Decode(e.Value)).OrderBy(m => m.Index)];
    }

    /// <summary>Orders of a slot, cancelled ones included.</summary>
    public async Task<IReadOnlyList<OrderEntry>> OrdersAsync(string market, long slot, CancellationToken cancellation)
    {
        var prefix = new StateKeyBuilder().Text("order").Text(market).Long(slot).ToArray();
        var entries = await state.RangeAsync("market", prefix, cancellation).ConfigureAwait(false);
        return [.. entries.Select(e => OrderEntry.Decode(e.Value))];
    }

    /// <summary>Pairs of a slot in the order of the market.</summary>
    public async Task<IReadOnlyList<PairEntry>> PairsAsync(string market, long slot, CancellationToken cancellation)
    {
        var prefix = new StateKeyBuilder().Text("pairs").Text(market).Long(slot).ToArray();
        var entries = await state.RangeAsync("market", prefix, cancellation).ConfigureAwait(false);
        return [.. entries.SelectMany(e => PairEntry.DecodePage(e.Value))];
    }

    /// <summary>
    /// Seven numbers for each participant: matched purchase and sale, unmatched bid and offer (Wh), paid, received, transport
    /// (n¤); empty where nothing cleared.
    /// </summary>
    public Task<long[]> PositionsAsync(string market, long slot, CancellationToken cancellation) => NumbersAsync(
        "market", new StateKeyBuilder().Text("positions").Text(market).Long(slot).Text("").ToArray(), 2, cancellation);

    /// <summary>Prices of the buses, the last for the transformer; empty where none were found.</summary>
    public Task<long[]> BusPricesAsync(string market, long slot, CancellationToken cancellation) => NumbersAsync(
        "market", new StateKeyBuilder().Text("busPrices").Text(market).Long(slot).ToArray(), 1, cancellation);

    /// <summary>The totals of a settled slot, as settlement lists them; empty before.</summary>
    public Task<long[]> SummaryAsync(string market, long slot, CancellationToken cancellation) =>
        NumbersAsync("settlement", SummaryKey(market, slot), 1, cancellation);

    /// <summary>An account's bill of a slot, or null.</summary>
    public async Task<BillEntry?> BillAsync(string market, long slot, string account, CancellationToken cancellation)
    {
        var record = await state.ReadAsync("settlement", BillKey(market, slot, account), cancellation).ConfigureAwait(false);
        return record == null ? null : BillEntry.Decode(record);
    }

    /// <summary>What an account that is no participant received for a slot: fees, levies, surplus; the main grid its part.</summary>
    public async Task<long> ShareAsync(string market, long slot, string account, CancellationToken cancellation)
    {
        var key = new StateKeyBuilder().Text("config").Text(market).ToArray();
        if (await state.ReadAsync("settlement", key, cancellation).ConfigureAwait(false) is not { } config)
        {
            return 0;
        }

        var reader = new ResultReader(config);
        RecordFormat.Require(reader.Int(), 2, "settlement's configuration");
        var isGrid = reader.Text() == account;
        var totals = isGrid ? await SummaryAsync(market, slot, cancellation).ConfigureAwait(false) : [];
        var share = totals.Length > 5 ? totals[5] : 0;
        key = new StateKeyBuilder().Text("others").Text(market).Long(slot).ToArray();
        if (await state.ReadAsync("settlement", key, cancellation).ConfigureAwait(false) is { } record)
        {
            reader = new ResultReader(record);
            RecordFormat.Require(reader.Int(), 1, "third parties");
            var index = Array.IndexOf(reader.Texts(), account);
            share += index < 0 ? 0 : reader.Longs()[index];
        }

        return share;
    }

    /// <summary>What the wallet holds of an account.</summary>
    public async Task<AccountEntry> AccountAsync(string account, CancellationToken cancellation) =>
        AccountEntry.Decode(await state.ReadAsync("wallet", AccountKey(account), cancellation).ConfigureAwait(false));

    /// <summary>All lines of an account's statement, in order.</summary>
    public async Task<IReadOnlyList<StatementEntry>> StatementAsync(string account, CancellationToken cancellation)
    {
        var prefix = new StateKeyBuilder().Text("line").Text(account).ToArray();
        var entries = await state.RangeAsync("wallet", prefix, cancellation).ConfigureAwait(false);
        return [.. entries.Select(e => StatementEntry.Decode(LastNumber(e.Key), e.Value))];
    }

    /// <summary>What a meter measured in a slot, or null.</summary>
    public async Task<ReadingEntry?> ReadingAsync(long slot, string meter, CancellationToken cancellation)
    {
        var key = new StateKeyBuilder().Text("reading").Long(slot).Text(meter).ToArray();
        var record = await state.ReadAsync("metering", key, cancellation).ConfigureAwait(false);
        return record == null ? null : ReadingEntry.Decode(record);
    }

    /// <summary>A bilateral trade, or null.</summary>
    public async Task<TradeEntry?> TradeAsync(string id, CancellationToken cancellation)
    {
        var record = await state.ReadAsync("trading", new StateKeyBuilder().Text("trade").Text(id).ToArray(), cancellation)
            .ConfigureAwait(false);
        return record == null ? null : TradeEntry.Decode(id, record);
    }

    /// <summary>All bilateral trades, by id.</summary>
    public async Task<IReadOnlyList<TradeEntry>> TradesAsync(CancellationToken cancellation)
    {
        var prefix = new StateKeyBuilder().Text("trade").ToArray();
        var entries = await state.RangeAsync("trading", prefix, cancellation).ConfigureAwait(false);
        return
        [
            .. entries.Select(e => TradeEntry.Decode(System.Text.Encoding.UTF8.GetString(e.Key[prefix.Length..^1]), e.Value)),
        ];
    }

    /// <summary>All certificates of origin of slots in a period, by number.</summary>
    public async Task<IReadOnlyList<CertificateEntry>> CertificatesAsync(long from, long to, CancellationToken cancellation)
    {
        var prefix = new StateKeyBuilder().Text("certificate").ToArray();
        var entries = await state.RangeAsync("certificates", prefix, cancellation).ConfigureAwait(false);
        return [.. entries.Select(e => CertificateEntry.Decode(LastNumber(e.Key), e.Value)).Where(c => c.Slot >= from && c.Slot < to)];
    }

    /// <summary>The feeder of a microgrid, or null.</summary>
    public async Task<FeederEntry?> FeederAsync(string microgrid, CancellationToken cancellation)
    {
        var record = await state.ReadAsync("registry", new StateKeyBuilder().Text("feeder").Text(microgrid).ToArray(), cancellation)
            .ConfigureAwait(false);
        return record == null ? null : FeederEntry.Decode(record);
    }

    /// <summary>Orders of the supervisor that are in force.</summary>
    public async Task<IReadOnlyList<GridOrderEntry>> GridOrdersAsync(string microgrid, CancellationToken cancellation)
    {
        var prefix = new StateKeyBuilder().Text("gridOrder").Text(microgrid).ToArray();
        var entries = await state.RangeAsync("registry", prefix, cancellation).ConfigureAwait(false);
        return [.. entries.Select(e => GridOrderEntry.Decode(e.Value))];
    }

    private static long LastNumber(byte[] key) => BinaryPrimitives.ReadInt64BigEndian(key.AsSpan(key.Length - 8)) ^ long.MinValue;

    private async Task<long[]> NumbersAsync(string contract, byte[] key, int format, CancellationToken cancellation)
    {
        if (await state.ReadAsync(contract, key, cancellation).ConfigureAwait(false) is not { } record)
        {
            return [];
        }

        var reader = new ResultReader(record);
        RecordFormat.Require(reader.Int(), format, $"{contract}'s numbers");
        return reader.Longs();
    }
}
