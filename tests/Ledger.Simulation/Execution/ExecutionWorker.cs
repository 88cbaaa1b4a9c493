using Ledger.Consensus;
using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Simulation;

/// <summary>
/// The execution thread of a node: one work item at a time, in order, each taking its own time, with the production
/// executor. It alone changes the stored blocks. Lives as long as one life of the node.
/// </summary>
internal sealed class ExecutionWorker
{
    private readonly SimulatedNode _node;
    private readonly BlockExecutor _executor;
    private readonly Queue<ExecutionWork> _work = [];
    private readonly List<ExecutedBlock<PendingState>> _tentative = [];
    private readonly Func<Digest, bool> _executedBefore;
    private readonly Func<SequenceNumber, IReadOnlyList<StateWrite>, (PendingState State, Digest Root, IStateView View)>
        _stage;

    private IStateView _stageBelow;
    private Digest _stageRoot;
    private bool _isBusy;

    /// <summary>A thread without work.</summary>
    public ExecutionWorker(SimulatedNode node)
    {
        _node = node;
        _executor = node.Cluster.Genesis.NewExecutor();
        _executedBefore = ExecutedBefore;
        _stage = Stage;
        _stageBelow = Contents.State;
    }

    private DiskContents Contents => _node.Disk.Contents;

    /// <summary>Adds work behind what is there.</summary>
    public void Enqueue(ExecutionWork work)
    {
        _work.Enqueue(work);
        Pump();
    }

    private void Pump()
    {
        while (!_isBusy && _node.IsUp && _work.TryDequeue(out var work))
        {
            switch (work)
            {
                case ExecutionWork.Drop drop:
                    DropFrom(drop.From);
                    break;
                case ExecutionWork.Execute execute:
                    Later(() => Execute(execute));
                    break;
                case ExecutionWork.Commit commit:
                    Commit(commit);
                    break;
                case ExecutionWork.Import import:
                    Later(() => Import(import));
                    break;
                case ExecutionWork.Restore restore:
                    Restore(restore);
                    break;
            }
        }
    }

    private void Later(Action action)
    {
        _isBusy = true;
        _node.After(_node.Random.Below(3), () =>
        {
            _isBusy = false;
            action();
            Pump();
        });
    }

    private void Execute(ExecutionWork.Execute work)
    {
        DropFrom(work.Height);
        var executed = ExecuteNext(work.Height, work.Batch);
        _tentative.Add(executed);
        _node.Post(new Executed(work.Token, work.Height, work.Batch.Digest, executed.Header, executed.Change));
    }

    private ExecutedBlock<PendingState> ExecuteNext(SequenceNumber height, Batch batch)
    {
        var last = _tentative.Count > 0 ? _tentative[^1] : null;
        var previous = last?.Header ?? Contents.Head;
        if (height.Value != (previous?.Height.Value ?? 0) + 1)
        {
            throw new SimulationFailedException(
                "host contract", $"{_node.Label} is to execute {height} on top of {previous?.Height}");
        }

        _stageBelow = last != null ? last.State : Contents.State;
        _stageRoot = last?.State.Root ?? Contents.State.Root;
        return _executor.Execute(previous, batch, _stageBelow, _executedBefore, _stage);
    }

    private (PendingState State, Digest Root, IStateView View) Stage(
        SequenceNumber height, IReadOnlyList<StateWrite> writes)
    {
        var state = new PendingState(_stageBelow, _stageRoot, writes);
        return (state, state.Root, state);
    }

    private bool ExecutedBefore(Digest id)
    {
        foreach (var tentative in _tentative)
        {
            for (var i = 0; i < tentative.Batch.Transactions.Count; i++)
            {
                if (tentative.Batch.Transactions[i].Id == id)
                {
                    return true;
                }
            }
        }

        return Contents.Holds(id);
    }

    private void DropFrom(SequenceNumber from)
    {
        while (_tentative.Count > 0 && _tentative[^1].Header.Height >= from)
        {
            _tentative.RemoveAt(_tentative.Count - 1);
        }
    }

    private void Commit(ExecutionWork.Commit work)
    {
        if (_tentative.Count == 0 || _tentative[0].Header.Hash != work.Header.Hash)
        {
            throw new SimulationFailedException(
                "host contract", $"{_node.Label} is to store {work.Height}, which it has not executed");
        }

        Store(work.Certificate, () => _node.Post(new Stored(work.Height)));
    }

    private void Import(ExecutionWork.Import work)
    {
        var header = work.Block.Header;
        if (_tentative.Count == 0 || _tentative[0].Header.Hash != header.Hash)
        {
            DropFrom(header.Height);
            var executed = ExecuteNext(header.Height, work.Block.Batch);
            if (executed.Header.Hash != header.Hash)
            {
                throw new SimulationFailedException(
                    "determinism", $"{_node.Label} gets another header than the certified one at {header.Height}");
            }

            _tentative.Add(executed);
        }

        var change = _tentative[0].Change;
        Store(work.Block.Certificate, () =>
        {
            var transactions = work.Block.Batch.Transactions;
            var ids = new (Digest, ulong)[transactions.Count];
            for (var i = 0; i < ids.Length; i++)
            {
                ids[i] = (transactions[i].Id, transactions[i].Body.ValidUntil);
            }

            _node.Post(new Imported(header, work.Block.Certificate, ids, change));
            work.Done();
        });
    }

    private void Store(CommitCertificate certificate, Action stored)
    {
        var first = _tentative[0];
        var block = new Block(first.Header, first.Batch, first.Receipts, certificate);
        _node.OnBlock(block, first.Change);
        if (_node.CrashAt(CrashPoint.BeforeBlockWrite))
        {
            return;
        }

        Write(new BlockBatch(block, first.State), CrashPoint.BeforeBlockSync, () =>
        {
            _tentative.RemoveAt(0);
            if (_tentative.Count > 0)
            {
                _tentative[0].State.Rebase(Contents.State);
            }

            if (!_node.CrashAt(CrashPoint.AfterBlockCommit))
            {
                stored();
            }
        });
    }

    private void Restore(ExecutionWork.Restore work)
    {
        if (_tentative.Count > 0)
        {
            DropFrom(_tentative[0].Header.Height);
        }

        var snapshot = work.Snapshot;
        Write(new SnapshotBatch(snapshot), CrashPoint.DuringSnapshot, () =>
        {
            _node.OnSnapshot(snapshot);
            _node.Post(new Restored(
                snapshot.Header, snapshot.Blocks[^1].Certificate, Contents.Epoch, Contents.Change,
                Contents.RecentTransactions()));
            work.Done();
        });
    }

    private void Write(DiskBatch batch, CrashPoint beforeSync, Action synced)
    {
        var position = _node.Disk.Append(batch);
        if (_node.CrashAt(beforeSync))
        {
            return;
        }

        _isBusy = true;
        _node.After(_node.Random.Below(4), () =>
        {
            _isBusy = false;
            _node.Disk.Sync(position);
            synced();
            Pump();
        });
    }
}
