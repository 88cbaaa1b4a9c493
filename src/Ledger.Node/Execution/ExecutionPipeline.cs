using System.Collections.Concurrent;
using Ledger.Consensus;
using Ledger.Node.Consensus;
using Ledger.Primitives;
using Ledger.Runtime;
using Ledger.Storage;

namespace Ledger.Node.Execution;

/// <summary>
/// The one thread that executes batches and writes blocks, in the order consensus says. Batches are executed on
/// overlays above the committed
/// state; a commit turns the lowest overlay into one atomic, synced write. Only this thread changes the store's
/// blocks and state, so a block
/// has one owner whether it comes from votes or from catching up (PITFALLS 8).
/// </summary>
internal sealed class ExecutionPipeline : IDisposable
{
    private readonly LedgerStore _store;
    private readonly BlockExecutor _blocks;
    private readonly FinalityBoard _finality;
    private readonly BlockFeed _feed;
    private readonly Membership _genesis;
    private readonly ulong _validityWindow;
    private readonly Action<Exception> _fail;
    private readonly BlockingCollection<Action> _work = new(NodeLimits.ExecutionItemsMax);
    private readonly List<ExecutedBlock<PendingState>> _tentative = [];
    private readonly Thread _thread;
    private ConsensusLoop? _loop;
    private long _transactions;
    private MembershipSchedule _schedule;

    public ExecutionPipeline(
        LedgerStore store, BlockExecutor blocks, FinalityBoard finality, BlockFeed feed, GenesisDocument genesis,
        Action<Exception> fail)
    {
        _store = store;
        _blocks = blocks;
        _finality = finality;
        _feed = feed;
        _genesis = genesis.ToMembership();
        _validityWindow = (ulong)genesis.ValidityWindowBlocks;
        _fail = fail;
        _schedule = ReadSchedule();
        _thread = new Thread(Run) { IsBackground = true, Name = "execution" };
    }

    /// <summary>Transactions in blocks stored since the process began.</summary>
    public long Transactions => Volatile.Read(ref _transactions);

    /// <summary>Who certifies the blocks above the stored head. Any thread.</summary>
    public MembershipSchedule Schedule => Volatile.Read(ref _schedule);

    /// <summary>Begins; results go to the loop.</summary>
    public void Start(ConsensusLoop loop)
    {
        _loop = loop;
        _thread.Start();
    }

    /// <summary>Executes a batch on top of the one before.</summary>
    public void Execute(ulong token, SequenceNumber height, Batch batch) => Enqueue(() =>
    {
        DropFrom(height);
        var executed = ExecuteOn(height, batch);
        _tentative.Add(executed);
        _loop!.Post(new Executed(token, height, batch.Digest, executed.Header, executed.Change));
    });

    /// <summary>Forgets overlays at and above a height.</summary>
    public void Drop(SequenceNumber from) => Enqueue(() => DropFrom(from));

    /// <summary>Writes the executed block with its certificate.</summary>
    public void Commit(SequenceNumber height, BlockHeader header, CommitCertificate certificate) => Enqueue(() =>
    {
        if (height <= _store.Height)
        {
            return;
        }

        if (_tentative.Count == 0 || _tentative[0].Header.Hash != header.Hash)
        {
            throw new InvalidOperationException($"height {height} is certified but not what was executed here");
        }

        Store(certificate);
        _loop!.Post(new Stored(height));
    });

    /// <summary>
    /// Stores a certified block that was fetched from a peer, after executing it here: completes with null, or with why the block cannot
    /// follow our head. A certified block whose execution differs here stops the node.
    /// </summary>
    public Task<string?> ImportAsync(Block block) => RunAsync(() => Import(block));

    /// <summary>Does something to the store on the thread that owns its blocks.</summary>
    public Task<T> RunAsync<T>(Func<T> action)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(() =>
        {
            try
            {
                done.SetResult(action());
            }
            catch (Exception e)
            {
                done.SetException(e);
                throw;
            }
        });
        return done.Task;
    }

    /// <summary>Puts a whole snapshot in the place of the ledger, and tells the replica.</summary>
    /// <param name="restore">Complete.</param>
    /// <param name="epochs">The ends of epochs between our head and the snapshot, verified.</param>
    public Task InstallAsync(StateRestore restore, IReadOnlyList<EpochHeader> epochs) => RunAsync(() =>
    {
        DropFrom(default);
        var from = _store.Height.Next;
        foreach (var epoch in epochs)
        {
            _store.PutEpochHeader(epoch);
        }

        restore.Complete();
        var schedule = ReadSchedule();
        Volatile.Write(ref _schedule, schedule);
        var header = _store.Head!;
        var recent = _store.RecentTransactions(_store.LowestBlock).ToList();
        _loop!.Post(new Restored(
            header, _store.HeadCertificate!, _store.EpochAt(schedule, header.Height.Next),
            schedule.PendingAt(header.Height), recent));
        for (var height = from > _store.LowestBlock ? from : _store.LowestBlock; height <= header.Height; height = height.Next)
        {
            _finality.Publish(_store.ReadBlock(height)!);
        }

        _feed.Publish(header.Height);
        return true;
    });

    public void Dispose()
    {
        _work.CompleteAdding();
        if (_thread.IsAlive && Thread.CurrentThread != _thread)
        {
            _thread.Join(NodeLimits.ShutdownTimeout);
        }
    }

    private void Enqueue(Action work)
    {
        try
        {
            if (!_work.TryAdd(work))
            {
                throw new InvalidOperationException("the execution queue is full: consensus went beyond its window");
            }
        }
        catch (InvalidOperationException) when (_work.IsAddingCompleted)
        {
            // The node is stopping; what is not committed is rebuilt from the votes at the next start.
        }
    }

    private void Run()
    {
        try
        {
            foreach (var work in _work.GetConsumingEnumerable())
            {
                work();
            }
        }
        catch (Exception e)
        {
            _fail(e);
        }
    }

    /// <summary>Executes on top of what is executed below, or of the stored head.</summary>
    private ExecutedBlock<PendingState> ExecuteOn(SequenceNumber height, Batch batch)
    {
        var below = _tentative.Count > 0 ? _tentative[^1] : null;
        var previous = below?.Header ?? _store.Head;
        if ((previous?.Height ?? default).Next != height)
        {
            throw new InvalidOperationException($"height {height} was to be executed without the height before it");
        }

        return _blocks.Execute(
            previous, batch, _store.View(below?.State), id => ExecutedBefore(id, height),
            (at, writes) =>
            {
                var pending = _store.Stage(below?.State, at, writes);
                return (pending, pending.Root, _store.View(pending));
            });
    }

    /// <summary>
    /// Whether a transaction is in a block in which its window can still reach this height. Older blocks do not count: a
    /// node that began with a snapshot does not have them.
    /// </summary>
    private bool ExecutedBefore(Digest id, SequenceNumber height)
    {
        foreach (var tentative in _tentative)
        {
            foreach (var transaction in tentative.Batch.Transactions)
            {
                if (transaction.Id == id)
                {
                    return true;
                }
            }
        }

        return _store.FindTransaction(id) is { } found && found.Height.Value + _validityWindow >= height.Value;
    }

    private void DropFrom(SequenceNumber from)
    {
        while (_tentative.Count > 0 && _tentative[^1].Header.Height >= from)
        {
            _tentative.RemoveAt(_tentative.Count - 1);
        }
    }

    private string? Import(Block block)
    {
        var height = block.Header.Height;
        if (height != _store.Height.Next)
        {
            return $"block {height} does not follow {_store.Height}";
        }

        if (_tentative.Count == 0 || _tentative[0].Header.Hash != block.Header.Hash)
        {
            DropFrom(height);
            var executed = ExecuteOn(height, block.Batch);
            if (executed.Header.Hash != block.Header.Hash)
            {
                throw new DivergenceException(executed.Header, block.Header);
            }

            _tentative.Add(executed);
        }

        var change = _tentative[0].Change;
        Store(block.Certificate);
        _loop!.Post(new Imported(
            block.Header, block.Certificate, [.. block.Batch.Transactions.Select(t => (t.Id, t.Body.ValidUntil))], change));
        return null;
    }

    private void Store(CommitCertificate certificate)
    {
        var tentative = _tentative[0];
        var block = new Block(tentative.Header, tentative.Batch, tentative.Receipts, certificate);
        _store.CommitBlock(block, tentative.State, sync: true);
        _tentative.RemoveAt(0);
        if (block.Header.NextMembershipHash != block.Header.MembershipHash)
        {
            Volatile.Write(ref _schedule, ReadSchedule());
        }

        Volatile.Write(ref _transactions, _transactions + block.Batch.Transactions.Count);
        _finality.Publish(block);
        _feed.Publish(block.Header.Height);
    }

    private MembershipSchedule ReadSchedule()
    {
        using var snapshot = _store.Snapshot();
        return MembershipSchedule.Read(snapshot, _genesis);
    }
}
