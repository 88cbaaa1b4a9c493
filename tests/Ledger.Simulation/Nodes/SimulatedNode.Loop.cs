using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>The consensus loop: turns, the write of records, effects in order, and the crashes in between.</summary>
internal sealed partial class SimulatedNode
{
    private int _crashSkips;
    private long _alarm;

    /// <summary>Where the machine crashes next; null for nowhere.</summary>
    public CrashPoint? ArmedCrash { get; private set; }

    /// <summary>Lets the machine crash when it gets to a point.</summary>
    /// <param name="point">Where.</param>
    /// <param name="skips">How often it passes the point before.</param>
    public void ArmCrash(CrashPoint point, int skips)
    {
        if (point == CrashPoint.Idle)
        {
            Crash(CoverageKind.CrashWhileIdle);
            return;
        }

        ArmedCrash = IsUp ? point : null;
        _crashSkips = skips;
    }

    /// <summary>The machine does not crash by itself any more.</summary>
    public void DisarmCrash() => ArmedCrash = null;

    /// <summary>Crashes if this is where it was to.</summary>
    /// <returns>Whether the machine is down.</returns>
    public bool CrashAt(CrashPoint point)
    {
        if (ArmedCrash != point || _crashSkips-- > 0)
        {
            return !IsUp;
        }

        Crash(CoverageKind.CrashWhileIdle + (int)point);
        Cluster.OnCrashed(this);
        return true;
    }

    /// <summary>Hands an input to the loop.</summary>
    public void Post(ReplicaInput input)
    {
        if (!IsUp)
        {
            return;
        }

        _inbox.Enqueue(input);
        ScheduleTurn();
    }

    /// <summary>A message arrives from the network.</summary>
    public void Receive(Packet packet)
    {
        if (!IsUp)
        {
            return;
        }

        if (Epoch.Membership.Find(packet.From.Name) is not { } peer ||
            packet.Message.Verify(Cluster.Verifiers, Epoch, peer) is not { } verified)
        {
            Cluster.Count(CoverageKind.RefusedMessage);
            return;
        }

        foreach (var behaviour in Behaviours)
        {
            if (behaviour.Ignores(this, verified))
            {
                return;
            }
        }

        if (Cluster.Trace.IsOn)
        {
            Trace($"receives {MessageText.Of(packet.Message)} from {packet.From.Label}");
        }

        Post(new Received(verified));
    }

    /// <summary>A client hands in a transaction at the node's door.</summary>
    /// <returns>Whether the node took it: it is up, and the signature is good.</returns>
    public bool Submit(Transaction transaction)
    {
        if (!IsUp)
        {
            return false;
        }

        if (!transaction.VerifySignature(FakeVerifier.Instance, Cluster.Genesis.ChainId))
        {
            Cluster.Count(CoverageKind.RefusedRequest);
            return false;
        }

        foreach (var behaviour in Behaviours)
        {
            if (behaviour.Ignores(this, transaction))
            {
                return false;
            }
        }

        Post(new Submitted(transaction));
        return true;
    }

    private void ScheduleTurn()
    {
        if (!_isLoopBusy && !_isTurnScheduled)
        {
            _isTurnScheduled = true;
            After(0, () =>
            {
                _isTurnScheduled = false;
                Turn();
            });
        }
    }

    // Only the latest alarm counts; one that rings early, since the clock has changed its pace, is set again.
    private void SetAlarm()
    {
        var alarm = ++_alarm;
        After(Clock.DelayUntil(_nextWake), () =>
        {
            if (alarm != _alarm)
            {
                return;
            }

            if (Clock.Monotonic < _nextWake)
            {
                SetAlarm();
            }
            else
            {
                Turn();
            }
        });
    }

    private void Turn()
    {
        if (_isLoopBusy)
        {
            return;
        }

        _effects.Clear();
        _replica!.Step(new Tick(Clock.Monotonic, Clock.Wall), _effects);
        for (var taken = 0; taken < TimerProfile.TurnInputsMax && _inbox.TryDequeue(out var input); taken++)
        {
            _replica.Step(input, _effects);
        }

        var before = Status;
        Status = _replica.Status;
        Cluster.OnTurn(this, _replica, before);
        if (!CrashAt(CrashPoint.BeforeWrite))
        {
            WriteRecords();
        }
    }

    private void WriteRecords()
    {
        List<(byte[] Key, byte[]? Value)>? changes = null;
        var isSynced = false;
        var epoch = Epoch;
        foreach (var effect in _effects)
        {
            if (effect is Persist persist)
            {
                (changes ??= []).Add((persist.Key, persist.Value));
                isSynced = true;
                if (persist.Key is [RecordKey.StableLetter])
                {
                    Cluster.OnStableRecord(this, persist.Value, epoch);
                }
            }
            else if (effect is Forget forget)
            {
                (changes ??= []).Add((forget.Key, null));
            }
            else if (effect is EnterEpoch enter)
            {
                epoch = enter.Epoch;
            }
        }

        if (changes == null)
        {
            CarryOutAll();
            return;
        }

        var position = Disk.Append(new RecordBatch(changes));
        if (!isSynced)
        {
            CarryOutAll();
        }
        else if (!CrashAt(CrashPoint.BeforeSync))
        {
            _isLoopBusy = true;
            After(Random.Below(3), () =>
            {
                Disk.Sync(position);
                _isLoopBusy = false;
                if (!CrashAt(CrashPoint.AfterSync))
                {
                    CarryOutAll();
                }
            });
        }
    }

    private void CarryOutAll()
    {
        for (var i = 0; i < _effects.Count; i++)
        {
            CarryOut(_effects[i]);
            if (!IsUp)
            {
                return;
            }
        }

        _effects.Clear();
        if (_inbox.Count > 0)
        {
            ScheduleTurn();
            return;
        }

        var monotonic = Clock.Monotonic;
        var deadline = Math.Max(_replica!.NextDeadlineMilliseconds, monotonic + 1);
        if (_nextWake <= monotonic || deadline < _nextWake)
        {
            _nextWake = deadline;
            SetAlarm();
        }
    }
}
