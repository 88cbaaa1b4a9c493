using Ledger.Cli.Demo.Checks;
using Ledger.Cli.Network;
using Ledger.Client;

namespace Ledger.Cli.Demo.ReadBack;

/// <summary>
/// Reads the whole run back from the nodes: blocks with their certificates from two of them, wallets and summaries with
/// proofs, bills and statements as f+1 nodes agree on them. Nothing that the demo meant to send goes in.
/// </summary>
internal sealed class LedgerReadBack
{
    /// <summary>Questions under way at the same time.</summary>
    private const int Parallelism = 8;

    private static readonly TimeSpan SettleTimeout = TimeSpan.FromSeconds(20);

    private readonly DemoNetwork _network;
    private readonly Roster _roster;
    private readonly RunFacts _run;
    private readonly LedgerClient _regulator;

    public LedgerReadBack(DemoNetwork network, Roster roster, RunFacts run, LedgerClient regulator)
    {
        _network = network;
        _roster = roster;
        _run = run;
        _regulator = regulator;
    }

    public async Task<LedgerFacts> ReadAsync(SlotSchedule schedule, CancellationToken cancellation)
    {
        var statuses = await _network.SettleAsync(SettleTimeout, cancellation).ConfigureAwait(false);
        var nodes = _network.Nodes.Zip(statuses, (node, status) => new NodeFacts(
            node.Name, status.Height.Value, status.HeaderHash.ToString(), status.StateRoot.ToString(),
            _run.Restarted.Contains(node.Name), Path.GetFullPath(_network.Local.Layout.NodeData(node.Organisation)))).ToArray();
        var steady = _network.Nodes.First(n => !_run.Restarted.Contains(n.Name));
        var restarted = _network.Nodes.First(n => n.Name == _run.Outage?.Node);
        var height = statuses.Max(s => s.Height.Value);
        var chains = new[]
        {
            await ReadChainAsync(steady, height, cancellation).ConfigureAwait(false),
            await ReadChainAsync(restarted, height, cancellation).ConfigureAwait(false),
        };
        var slots = await EachAsync(
            schedule.Slots, (slot, c) => ReadSlotAsync(SlotSchedule.StartOf(slot), c), cancellation)
                .ConfigureAwait(false);
        var homes = await EachAsync(
            _roster.Homes, (home, c) => ReadHomeAsync(home, slots, c), cancellation).ConfigureAwait(false);
        return new LedgerFacts
        {
            Nodes = nodes,
            Chains = chains,
            Slots = [.. slots.OfType<SlotFacts>()],
            Homes = homes,
            Money = await ReadMoneyAsync(homes, cancellation).ConfigureAwait(false),
        };
    }

    private static async Task<TResult[]> EachAsync<TItem, TResult>(
        IEnumerable<TItem> items, Func<TItem, CancellationToken, Task<TResult>> read, CancellationToken cancellation)
    {
        var all = items.ToArray();
        var results = new TResult[all.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellation };
        await Parallel.ForAsync(
            0, all.Length, options, async (i, c) => results[i] = await read(all[i], c).ConfigureAwait(false))
            .ConfigureAwait(false);
        return results;
    }

    private async Task<ChainFacts> ReadChainAsync(NetworkNode node, ulong height, CancellationToken cancellation)
    {
        var connection = _network.Local.Connect(_roster.Regulator.Account, node.Name);
        await using (connection.ConfigureAwait(false))
        {
            return await ChainReader.ReadAsync(connection.Client, node.Name, height, cancellation)
                .ConfigureAwait(false);
        }
    }

    /// <summary>A slot; null when the ledger has no settlement of it.</summary>
    private async Task<SlotFacts?> ReadSlotAsync(long start, CancellationToken cancellation)
    {
        var key = new StateKeyBuilder().Text("summary").Text(Roster.Market).Long(start).ToArray();
        var summary = await _regulator.QueryAsync("settlement", key, cancellation: cancellation).ConfigureAwait(false);
        if (summary.Value == null)
        {
            return null;
        }

        var values = ReadNumbers(summary.Value);
        var bills = await AskAsync(
            "settlement", "billLines", new CallArguments().Text(Roster.Market).Long(start), cancellation)
            .ConfigureAwait(false);
        var result = (await _regulator.CallQuorumAsync(
            "market", "result", new CallArguments().Text(Roster.Market).Long(start).ToArray(), cancellation)
            .ConfigureAwait(false)).Read().Longs();
        return new SlotFacts
        {
            Start = start,
            TradedWh = values[0],
            GridImportWh = values[1],
            GridExportWh = values[2],
            DueToGridNano = values[4],
            ReceivedByGridNano = values[5],
            DeviationWh = values[8],
            DayAheadMicro = values[12],
            IsUniform = result[2] == 1,
            GridSellsWh = result[12],
            OperatorNano = result[12] == 0 && _run.Mechanism != DemoMechanism.Muv ? result[11] : 0,
            Bills = await WithTransportAsync(start, ReadBills(bills), cancellation).ConfigureAwait(false),
        };
    }

    /// <summary>Bills with their transport fees, which only one mechanism of the demo charges.</summary>
    private async Task<IReadOnlyDictionary<string, BillFacts>> WithTransportAsync(
        long start, Dictionary<string, BillFacts> bills, CancellationToken cancellation)
    {
        const int TransportColumn = 14;
        if (_run.Mechanism == DemoMechanism.AuctionHouse)
        {
            foreach (var account in bills.Keys.ToArray())
            {
                var arguments = new CallArguments().Text(Roster.Market).Text(account).Long(start).ToArray();
                var details = await _regulator.CallQuorumAsync("settlement", "billDetails", arguments, cancellation)
                    .ConfigureAwait(false);
                bills[account] = bills[account] with { TransportNano = details.Read().Longs()[TransportColumn] };
            }
        }

        return bills;
    }

    private async Task<HomeFacts> ReadHomeAsync(Member home, SlotFacts?[] slots, CancellationToken cancellation)
    {
        var (balance, lines) = await ReadWalletAsync(home.Account, cancellation).ConfigureAwait(false);
        var statement = await AskAsync(
            "wallet", "statement", new CallArguments().Text(home.Account).Long(0).Int(1_000), cancellation)
            .ConfigureAwait(false);
        var (issued, settled, count) = ReadStatement(statement);
        var bill = slots.OfType<SlotFacts>().Aggregate(
            BillFacts.None, (sum, slot) => slot.Bills.TryGetValue(home.Account, out var one) ? sum.Then(one) : sum);
        home.Attributes.TryGetValue("assetType", out var assetType);
        return new HomeFacts(home.Account, assetType ?? "", bill, balance, issued, settled, count, lines);
    }

    private async Task<MoneyFacts> ReadMoneyAsync(HomeFacts[] homes, CancellationToken cancellation)
    {
        var totals = await _regulator.QueryAsync(
            "wallet", new StateKeyBuilder().Text("totals").ToArray(), cancellation: cancellation).ConfigureAwait(false);
        var (issued, redeemed) = ReadTotals(totals.Value);
        var (grid, _) = await ReadWalletAsync(_roster.MainGrid.Account, cancellation).ConfigureAwait(false);
        var (clearing, _) = await ReadWalletAsync(Roster.ClearingAccount, cancellation).ConfigureAwait(false);
        var (market, _) = await ReadWalletAsync(_roster.Operators[0].Account, cancellation).ConfigureAwait(false);
        var (transport, _) = _roster.Dso == null
            ? (0, 0)
            : await ReadWalletAsync(_roster.Dso.Account, cancellation).ConfigureAwait(false);
        var audit = await _regulator.CallQuorumAsync("wallet", "audit", CallArguments.None, cancellation)
            .ConfigureAwait(false);
        return new MoneyFacts(
            issued, redeemed, homes.Sum(h => h.BalanceNano) + grid + clearing + market + transport, grid, clearing,
            audit.Read().Longs()[1])
        {
            OperatorBalanceNano = market,
            TransportBalanceNano = transport,
        };
    }

    /// <summary>Balance and number of statement lines of an account, proven under a certified state root.</summary>
    private async Task<(long BalanceNano, long Lines)> ReadWalletAsync(string account, CancellationToken cancellation)
    {
        var key = new StateKeyBuilder().Text("account").Text(account).ToArray();
        var wallet = await _regulator.QueryAsync("wallet", key, cancellation: cancellation).ConfigureAwait(false);
        return ReadAccount(wallet.Value);
    }

    private async Task<byte[]> AskAsync(
        string contract, string function, CallArguments arguments, CancellationToken cancellation)
    {
        var answer = await _regulator.CallQuorumAsync(contract, function, arguments.ToArray(), cancellation)
            .ConfigureAwait(false);
        return answer.Read().Bytes();
    }

    private static (long BalanceNano, long Lines) ReadAccount(byte[]? record)
    {
        if (record == null)
        {
            return (0, 0);
        }

        var reader = new ResultReader(record);
        reader.Int();
        var balance = reader.Long();
        reader.Long();
        return (balance, reader.Long());
    }

    private static (long IssuedNano, long RedeemedNano) ReadTotals(byte[]? record)
    {
        if (record == null)
        {
            return (0, 0);
        }

        var reader = new ResultReader(record);
        reader.Int();
        return (reader.Long(), reader.Long());
    }

    private static long[] ReadNumbers(byte[] record)
    {
        var reader = new ResultReader(record);
        reader.Int();
        return reader.Longs();
    }

    private static Dictionary<string, BillFacts> ReadBills(byte[] lines)
    {
        var reader = new ResultReader(lines);
        var bills = new Dictionary<string, BillFacts>(StringComparer.Ordinal);
        for (var left = reader.Int(); left > 0; left--)
        {
            bills.Add(reader.Text(), new BillFacts(
                reader.Long(), reader.Long(), reader.Long(), reader.Long(), reader.Long(), reader.Long(),
                reader.Long(), reader.Long(), reader.Long(), reader.Long(), reader.Long(), reader.Long()));
        }

        return bills;
    }

    /// <summary>What the bank brought, the sum of all other lines, and how many lines there are.</summary>
    private static (long IssuedNano, long SettledNano, long Count) ReadStatement(byte[] statement)
    {
        var reader = new ResultReader(statement);
        var (issued, settled) = (0L, 0L);
        var count = reader.Int();
        for (var left = count; left > 0; left--)
        {
            reader.Long();
            reader.Long();
            reader.Text();
            var amount = reader.Long();
            var cause = reader.Text();
            reader.Long();
            (issued, settled) = cause == "issue" ? (issued + amount, settled) : (issued, settled + amount);
        }

        return (issued, settled, count);
    }
}
