using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>On and off: starts from what the disk holds, crashes, a lost disk.</summary>
internal sealed partial class SimulatedNode
{
    /// <summary>Switches the machine on: the replica starts from what the disk holds.</summary>
    public void Start()
    {
        if (IsUp || IsDead)
        {
            return;
        }

        if (_life++ > 0)
        {
            Cluster.Count(CoverageKind.Restart);
        }

        Guarded(Restore);
    }

    /// <summary>
    /// The machine stops between two instructions; unsynced writes are kept or lost as the disk decides.
    /// </summary>
    public void Crash(CoverageKind kind)
    {
        if (!IsUp)
        {
            return;
        }

        Cluster.Count(kind);
        Stop();
        var (lost, torn) = Disk.Crash(Random);
        if (lost > 0)
        {
            Cluster.Count(CoverageKind.LostWrites);
        }

        if (torn)
        {
            Cluster.Count(CoverageKind.TornWrite);
        }

        Trace($"crashes ({CoverageTable.NameOf(kind)}), {lost} writes lost{(torn ? ", one torn" : "")}");
    }

    /// <summary>
    /// The disk is lost: the machine is down, and its next life begins empty, under another incarnation.
    /// </summary>
    public void LoseDisk()
    {
        Crash(CoverageKind.CrashWhileIdle);
        Disk.Lose();
        Incarnation = Random.Next() | 1;
        HasLostDisk = true;
        Cluster.Count(CoverageKind.DiskLoss);
        Trace($"loses its disk, incarnation {Incarnation:x}");
    }

    private void Restore()
    {
        var contents = Disk.Contents;
        var records = new List<KeyValuePair<byte[], byte[]>>(contents.Records);
        Random.Shuffle(records);
        Enter(contents.Epoch);
        var start = new ReplicaStart(
            contents.Epoch, contents.Change, contents.Head, contents.HeadCertificate, records,
            contents.RecentTransactions());
        _replica = new Replica(_options, new ReplicaKeys([.. _signers], Incarnation), start);
        Status = _replica.Status;
        _worker = new ExecutionWorker(this);
        _nextWake = Clock.Monotonic;
        Trace($"starts at height {contents.Height} in the epoch above {contents.Epoch.Base}, {records.Count} records");
        ScheduleTurn();
    }

    private void Stop()
    {
        _replica = null;
        _worker = null;
        Status = null;
        ArmedCrash = null;
        IsCatchingUp = false;
        _isLoopBusy = false;
        _isTurnScheduled = false;
        _inbox.Clear();
        _effects.Clear();
    }

    // A faulty replica may contradict the invariants of its own code: then it is down, and nobody else's concern.
    private void Guarded(Action action)
    {
        if (!IsByzantine)
        {
            action();
            return;
        }

        try
        {
            action();
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidDataException or SimulationFailedException)
        {
            Trace($"stops for good: {e.Message}");
            IsDead = true;
            Stop();
        }
    }

    private void Enter(Epoch epoch)
    {
        Epoch = epoch;
        _peers = new SimulatedNode[epoch.Membership.Count][];
        for (var i = 0; i < _peers.Length; i++)
        {
            _peers[i] = Cluster.NodesNamed(epoch.Membership.Validators[i].Name);
        }

        if (HasLostDisk && epoch.Membership.Find(SignerIn(epoch.Membership).PublicKey.Span, Incarnation) != null)
        {
            HasLostDisk = false;
            Cluster.Count(CoverageKind.MemberRejoined);
        }
    }
}
