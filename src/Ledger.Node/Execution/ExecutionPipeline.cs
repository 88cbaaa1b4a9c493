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
    private readonly BatchExecutor _executor;
    private readonly FinalityBoard _finality;
    private readonly BlockFeed _feed;
    private readonly Membership _membership;
    private readonly Action<Exception> _fail;
    private readonly BlockingCollection<Action> _work = new(NodeLimits.ExecutionItemsMax);
    private readonly List<Tentative> _tentative = [];
    private readonly Thread _thread;
    private ConsensusLoop? _loop;
    private long _transactions;

    public ExecutionPipeline(
        LedgerStore store, BatchExecutor executor, FinalityBoard finality, BlockFeed feed, Membership membership,
        Action<Exception> fail)
    {
        _store = store;
        _executor = executor;
        _finality = finality;
        _feed = feed;
        _membership = membership;
        _fail = fail;
        _thread = new Thread(Run) { IsBackground = true, Name = "execution" };
    }

    /// <summary>Transactions in blocks stored since the process began.</summary>
    public long Transactions => Volatile.Read(ref _transactions);

    /// <summary>Begins; results go to the loop.</summary>
    public void Start(ConsensusLoop loop)
    {
        _loop = loop;
        _thread.Start();
    }

    /// <summary>Executes a batch on top of the one before.</summary>
    public void Execute(ulong token, SequenceNumber height, Batch batch) => Enqueue(() =>
    {
        if (Predecessor(height) is not { } before)
        {
            throw new InvalidOperationException($"height {height} was to be executed without the height before it");
        }

        DropFrom(height);
        var tentative = ExecuteOn(before, height, batch);
        _tentative.Add(tentative);
        _loop!.Post(new Executed(token, height, batch.Digest, tentative.Header));
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
    public Task<string?> ImportAsync(Block block)
    {
        var done = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(() =>
        {
            try
            {
                done.SetResult(Import(block));
            }
            catch (Exception e)
            {
                done.SetException(e);
                throw;
            }
        });
        return done.Task;
    }

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

    private Position? Predecessor(SequenceNumber height)
    {
        if (height == _store.Height.Next)
        {
            return _store.Head is { } head
                ? new Position(null, head.Hash, head.TimeMilliseconds)
                : new Position(null, _store.ChainId, 0);
        }

        foreach (var tentative in _tentative)
        {
            if (tentative.Header.Height.Next == height)
            {
                return new Position(tentative.Pending, tentative.Header.Hash, tentative.Header.TimeMilliseconds);
            }
        }

        return null;
    }

    private Tentative ExecuteOn(Position before, SequenceNumber height, Batch batch)
    {
        var time = batch.TimeMilliseconds;
        if (time < before.TimeMilliseconds)
        {
            throw new InvalidOperationException($"consensus let ledger time fall at height {height}");
        }

        var result = _executor.Execute(
            new BlockContext(height.Value, time), batch.Transactions, _store.View(before.Pending), ExecutedBefore);
        var pending = _store.Stage(before.Pending, height, result.Writes);
        var header = new BlockHeader(
            height, before.HeaderHash, time, (uint)batch.Transactions.Count, batch.TransactionRoot,
            Block.ReceiptRootOf(result.EncodedReceipts), pending.Root, _membership.Hash);
        return new Tentative(header, batch, result.EncodedReceipts, pending);
    }

    private bool ExecutedBefore(Digest id)
    {
        foreach (var tentative in _tentative)
        {
            if (tentative.Holds(id))
            {
                return true;
            }
        }

        return _store.FindTransaction(id) != null;
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
            var executed = ExecuteOn(Predecessor(height)!.Value, height, block.Batch);
            if (executed.Header.Hash != block.Header.Hash)
            {
                throw new DivergenceException(executed.Header, block.Header);
            }

            _tentative.Add(executed);
        }

        Store(block.Certificate);
        _loop!.Post(new Imported(
            block.Header, block.Certificate, [.. block.Batch.Transactions.Select(t => (t.Id, t.Body.ValidUntil))]));
        return null;
    }

    private void Store(CommitCertificate certificate)
    {
        var tentative = _tentative[0];
        var block = new Block(tentative.Header, tentative.Batch, tentative.Receipts, certificate);
        _store.CommitBlock(block, tentative.Pending, sync: true);
        _tentative.RemoveAt(0);
        Volatile.Write(ref _transactions, _transactions + block.Batch.Transactions.Count);
        _finality.Publish(block);
        _feed.Publish(block.Header.Height);
    }

    private readonly record struct Position(PendingState? Pending, Digest HeaderHash, ulong TimeMilliseconds);
}
