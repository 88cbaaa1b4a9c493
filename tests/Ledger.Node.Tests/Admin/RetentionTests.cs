using Ledger.Node.Admin;
using Ledger.Node.Execution;
using Ledger.Node.Tests.Audit;
using Ledger.Primitives;
using Ledger.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ledger.Node.Tests.Admin;

/// <summary>What a node gives up by itself, and on request.</summary>
public sealed class RetentionTests : IDisposable
{
    private const ulong Height = 200;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly OfflineLedger _ledger = new() { BlockTime = TimeSpan.FromHours(1) };
    private readonly LedgerStore _store;
    private readonly List<Exception> _failures = [];

    public RetentionTests()
    {
        _store = LedgerStore.Open(_ledger.Build("node", Height), _ledger.ChainId);
    }

    public void Dispose()
    {
        _store.Dispose();
        _ledger.Dispose();
    }

    [Theory]
    [InlineData(50, null, null, 200, 151)]
    [InlineData(50, null, null, 180, 131)]
    [InlineData(190, null, null, 200, 0)]
    [InlineData(50, 30, null, 200, 0)]
    [InlineData(9, null, null, 200, 192)]
    [InlineData(null, null, 50, 200, 0)]
    public void BlocksGoWhenEveryLimitAllowsIt(int? blocks, int? days, int? history, ulong stable, ulong expected)
    {
        var plan = Retention(new RetentionConfiguration { Blocks = blocks, Days = days, HistoryBlocks = history }, stable).NextStep();

        Assert.Equal(expected, plan?.LowestBlock ?? 0);
        Assert.Equal(history == null ? null : 151UL, plan?.LowestHistory);
    }

    /// <summary>An hour a block, two days: the head's hour and 48 before it stay.</summary>
    [Fact]
    public void AgeIsMeasuredInLedgerTime()
    {
        var plan = Retention(new RetentionConfiguration { Days = 2 }, Height).NextStep();

        Assert.Equal(152UL, plan!.LowestBlock);
        Assert.Null(Retention(new RetentionConfiguration { Days = 30 }, Height).NextStep());
    }

    [Fact]
    public async Task ItPrunesByItselfAndTheRestStays()
    {
        await using var maintenance = Maintenance();
        var feed = new BlockFeed(_store.Height);
        var retention = new Retention(
            new RetentionConfiguration { Blocks = 60, HistoryBlocks = 40 }, _store, maintenance, feed, () => _store.Height,
            TimeProvider.System, NullLogger.Instance);
        using var stop = new CancellationTokenSource(Bound);

        var running = retention.RunAsync(stop.Token);
        while (_store.LowestHistory.Value == 0 && !running.IsCompleted)
        {
            await Task.Yield();
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal((141UL, 161UL), (_store.LowestBlock.Value, _store.LowestHistory.Value));
        Assert.Null(_store.ReadBlock(new SequenceNumber(140)));
        Assert.NotNull(_store.ReadHeader(new SequenceNumber(140)));
        Assert.NotNull(_store.ReadBlock(new SequenceNumber(141)));
        Assert.Empty(_failures);
    }

    /// <summary>
    /// An hour a block; a contract says two days, another one nothing. Its keys lose what is older, by ledger time, and
    /// answers say so; all others keep everything.
    /// </summary>
    [Fact]
    public async Task AContractsStatedAgeBoundsItsHistory()
    {
        using var store = LedgerStore.Open(_ledger.Build("aged", Height, AgedContract.WriteAt), _ledger.ChainId);
        await using var maintenance = new Maintenance(store, OfflineLedger.Window, _failures.Add);
        Retention Retention(bool ages) => new(
            new RetentionConfiguration { ContractAges = ages }, store, maintenance, new BlockFeed(store.Height), () => store.Height,
            TimeProvider.System, NullLogger.Instance);

        Assert.Null(Retention(ages: false).NextStep());
        var plan = Retention(ages: true).NextStep();
        Assert.Equal([new ContractPruning("aged", 152)], plan!.Contracts);
        Assert.Equal((null, null), (plan.LowestBlock, plan.LowestHistory));
        await maintenance.PruneAsync(plan, TestContext.Current.CancellationToken);

        Assert.Null(Retention(ages: true).NextStep());
        Assert.Equal([new ContractPruning("aged", 152)], ContractPruning.Of(store));
        Assert.Equal(
            Enumerable.Range(152, 49).Select(h => (ulong)h), store.History(AgedContract.Key).Select(v => v.Height.Value));
        Assert.Null(store.ReadAt(AgedContract.Key, new SequenceNumber(151)));
        Assert.NotNull(store.ReadAt(AgedContract.Key, new SequenceNumber(152)));
        Assert.Equal(200, store.History(AgedContract.OtherKey).Count());
        Assert.Empty(_failures);
    }

    [Fact]
    public async Task APlanWithinTheValidityWindowIsRefusedInOneLine()
    {
        await using var maintenance = Maintenance();

        var flaw = new PrunePlan(195, null).FirstFlaw(_store, maintenance.ValidityWindow);

        Assert.Contains("within the validity window", flaw, StringComparison.Ordinal);
        Assert.Contains("192 is the highest", flaw, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', flaw!);
        Assert.Null(new PrunePlan(192, 200).FirstFlaw(_store, maintenance.ValidityWindow));
        Assert.NotNull(new PrunePlan(null, 201).FirstFlaw(_store, maintenance.ValidityWindow));
        Assert.Null(new PrunePlan(1, null).FirstFlaw(_store, 1_000));
        Assert.Contains("nothing can be pruned yet", new PrunePlan(2, null).FirstFlaw(_store, 1_000), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BackupsAndPruningsTakeTurns()
    {
        await using var maintenance = Maintenance();

        var made = await maintenance.TryBackupAsync(_ledger.Place("backup"));
        Assert.Equal(Height, made!.Value.Height);
        Assert.True(made.Value.Bytes > 0);
        var failure = await Assert.ThrowsAsync<StorageException>(() => maintenance.TryBackupAsync(_ledger.Place("backup")));
        Assert.Equal(StorageFailure.AlreadyExists, failure.Failure);

        Assert.True(maintenance.TryBeginPrune(new PrunePlan(100, null)));
        using var bound = new CancellationTokenSource(Bound);
        while (maintenance.LastPrune.Running)
        {
            bound.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.Equal((100UL, 1UL, ""), (_store.LowestBlock.Value, maintenance.LastPrune.LowestBlockBefore, maintenance.LastPrune.Failure));
        Assert.Empty(_failures);
    }

    [Fact]
    public async Task NothingBeginsAfterTheEnd()
    {
        var maintenance = Maintenance();

        await maintenance.DisposeAsync();

        Assert.False(maintenance.TryBeginPrune(new PrunePlan(100, null)));
        Assert.Null(await maintenance.TryBackupAsync(_ledger.Place("late")));
        Assert.Equal(1UL, _store.LowestBlock.Value);
    }

    private Maintenance Maintenance() => new(_store, OfflineLedger.Window, _failures.Add);

    private Retention Retention(RetentionConfiguration configuration, ulong stable) => new(
        configuration, _store, Maintenance(), new BlockFeed(_store.Height), () => new SequenceNumber(stable), TimeProvider.System,
        NullLogger.Instance);
}
