using System.Threading.Channels;
using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Node.Consensus;

/// <summary>
/// The one thread that owns the replica. A turn takes what inputs there are, steps the replica through them, makes
/// all votes durable with one
/// synced write, and only then carries out the other effects in order (DESIGN.md 1 and 4). Whoever posts waits while the queue is full.
/// </summary>
internal sealed class ConsensusLoop : IDisposable
{
    private readonly Replica _replica;
    private readonly IEffectHandler _handler;
    private readonly TimeProvider _time;
    private readonly Action<Exception> _fail;
    private readonly Channel<Item> _inputs;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private readonly List<ReplicaEffect> _effects = [];
    private readonly List<(byte[] Key, byte[]? Value)> _changes = [];
    private volatile bool _asleep;
    private volatile bool _stopping;
    private ReplicaStatus _status;

    public ConsensusLoop(Replica replica, IEffectHandler handler, TimeProvider time, Action<Exception> fail)
    {
        _replica = replica;
        _handler = handler;
        _time = time;
        _fail = fail;
        _status = replica.Status;
        _inputs = Channel.CreateBounded<Item>(
            new BoundedChannelOptions(NodeLimits.LoopInputsMax) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        _thread = new Thread(Run) { IsBackground = true, Name = "consensus" };
    }

    /// <summary>The replica's status after the latest turn. Any thread.</summary>
    public ReplicaStatus Status => Volatile.Read(ref _status);

    public void Start() => _thread.Start();

    /// <summary>Posts an input; completes when it has a place in the queue.</summary>
    public ValueTask PostAsync(ReplicaInput input, CancellationToken cancellation)
    {
        var item = new Item(input, null);
        if (_inputs.Writer.TryWrite(item))
        {
            WakeUp();
            return ValueTask.CompletedTask;
        }

        return PostSlowAsync(item, cancellation);
    }

    /// <summary>Posts an input from a thread that may wait (the execution thread).</summary>
    public void Post(ReplicaInput input)
    {
        var item = new Item(input, null);
        while (!_inputs.Writer.TryWrite(item))
        {
            if (_stopping || !_inputs.Writer.WaitToWriteAsync().AsTask().GetAwaiter().GetResult())
            {
                return;
            }
        }

        WakeUp();
    }

    /// <summary>Offers a client's transaction; false when the queue is full and the client must slow down.</summary>
    public bool TrySubmit(Transaction transaction, ISubmission submission)
    {
        if (!_inputs.Writer.TryWrite(new Item(new Submitted(transaction), submission)))
        {
            return false;
        }

        WakeUp();
        return true;
    }

    public void Dispose()
    {
        _stopping = true;
        _inputs.Writer.TryComplete();
        _wake.Set();
        if (_thread.IsAlive && Thread.CurrentThread != _thread)
        {
            _thread.Join(NodeLimits.ShutdownTimeout);
        }
    }

    private async ValueTask PostSlowAsync(Item item, CancellationToken cancellation)
    {
        await _inputs.Writer.WriteAsync(item, cancellation).ConfigureAwait(false);
        WakeUp();
    }

    private void WakeUp()
    {
        // The fence orders the item's write before the look at the flag; the loop does the reverse before it sleeps.
        Interlocked.MemoryBarrier();
        if (_asleep)
        {
            _wake.Set();
        }
    }

    private void Run()
    {
        try
        {
            while (!_stopping)
            {
                if (!Turn())
                {
                    Sleep();
                }
            }
        }
        catch (Exception e)
        {
            _fail(e);
        }
    }

    private bool Turn()
    {
        _effects.Clear();
        _replica.Step(Now(), _effects);
        var taken = 0;
        while (taken < NodeLimits.LoopTurnInputsMax && _inputs.Reader.TryRead(out var item))
        {
            var before = _effects.Count;
            _replica.Step(item.Input, _effects);
            if (item.Submission != null)
            {
                Answer(item, before);
            }

            taken++;
        }

        CarryOut();
        Volatile.Write(ref _status, _replica.Status);
        return taken > 0;
    }

    private void Answer(Item item, int before)
    {
        for (var i = before; i < _effects.Count; i++)
        {
            if (_effects[i] is Admission admission)
            {
                item.Submission!.OnAdmission(admission.Result);
                return;
            }
        }

        throw new InvalidOperationException("the replica did not answer a submission");
    }

    private void CarryOut()
    {
        _changes.Clear();
        var sync = false;
        foreach (var effect in _effects)
        {
            switch (effect)
            {
                case Persist persist:
                    _changes.Add((persist.Key, persist.Value));
                    sync = true;
                    break;
                case Forget forget:
                    _changes.Add((forget.Key, null));
                    break;
            }
        }

        if (_changes.Count > 0)
        {
            _handler.Save(_changes, sync);
        }

        foreach (var effect in _effects)
        {
            if (effect is not (Persist or Forget or Admission))
            {
                _handler.Carry(effect);
            }
        }
    }

    private void Sleep()
    {
        _asleep = true;
        Interlocked.MemoryBarrier();
        if (!_inputs.Reader.TryPeek(out _) && !_stopping)
        {
            var untilDeadline = _replica.NextDeadlineMilliseconds - MonotonicMilliseconds();
            _wake.WaitOne((int)Math.Clamp(untilDeadline, 1, 100));
        }

        _asleep = false;
    }

    private Tick Now() => new(MonotonicMilliseconds(), (ulong)_time.GetUtcNow().ToUnixTimeMilliseconds());

    private long MonotonicMilliseconds() => (long)_time.GetElapsedTime(0).TotalMilliseconds;

    private readonly record struct Item(ReplicaInput Input, ISubmission? Submission);
}
