using Ledger.Chaincode.Metering;

namespace Ledger.Runtime;

/// <summary>
/// Counts what a call and its transaction use of the state and of the block, and ends the call at a limit. What a
/// reverted call used stays used for its transaction. Each use is charged to the meter too, with the bytes that it
/// moves.
/// </summary>
internal sealed class UsageMeter
{
    private readonly ExecutorOptions _options;
    private readonly CallDoom _doom;
    private readonly Meter _meter;
    private int _writes;
    private long _writeBytes;
    private int _reads;
    private long _readBytes;
    private int _events;
    private long _eventBytes;
    private int _nestedCalls;

    public UsageMeter(ExecutorOptions options, CallDoom doom, Meter meter)
    {
        _meter = meter;
        _options = options;
        _doom = doom;
    }

    public void BeginTransaction()
    {
        _writes = 0;
        _writeBytes = 0;
    }

    public void BeginCall()
    {
        _reads = 0;
        _readBytes = 0;
        _events = 0;
        _eventBytes = 0;
        _nestedCalls = 0;
    }

    /// <summary>
    /// Entries that a scan may still return before the reads are used up, one more so that reaching the limit
    /// shows, or that the gas may pay for.
    /// </summary>
    public int ScanEntriesMax => (int)Math.Min(
        _options.ReadsMax - _reads + 1, (_meter.GasLeft / GasSchedule.ScanEntry) + 1);

    /// <summary>Charges the beginning of a read, before it is known what it finds.</summary>
    public void BeginRead() => _meter.Spend(GasSchedule.Read);

    /// <summary>Charges the check of a signature.</summary>
    public void Signature(int messageSize) =>
        _meter.Spend(GasSchedule.Signature + (GasSchedule.SignatureByte * messageSize));

    /// <summary>Charges the beginning of a scan.</summary>
    public void BeginScan() => _meter.Spend(GasSchedule.Scan);

    /// <summary>Removed keys that the gas still pays a scan to pass over.</summary>
    public int PassedKeysMax => (int)Math.Min(int.MaxValue - 1, _meter.GasLeft / GasSchedule.ScanEntry);

    /// <summary>Charges keys that the block has removed and a scan passed over.</summary>
    public void PassedKeys(int count) => _meter.Spend(GasSchedule.ScanEntry * count);

    /// <summary>Charges an entry of a scan.</summary>
    public void ScanEntry(int size)
    {
        _meter.Spend(GasSchedule.ScanEntry);
        _meter.Take(2 * GasSchedule.ObjectSize);
        Read(size);
    }

    public void Read(int size)
    {
        Move(size);
        _reads++;
        _readBytes += size;
        if (_reads > _options.ReadsMax)
        {
            throw _doom.Beyond($"{_options.ReadsMax} reads in a call");
        }

        if (_readBytes > _options.ReadBytesMax)
        {
            throw _doom.Beyond($"{_options.ReadBytesMax} bytes read in a call");
        }
    }

    public void Write(int size)
    {
        _meter.Spend(GasSchedule.Write);
        Move(size);
        _writes++;
        _writeBytes += size;
        if (_writes > _options.WritesMax)
        {
            throw _doom.Beyond($"{_options.WritesMax} writes in a transaction");
        }

        if (_writeBytes > _options.WriteBytesMax)
        {
            throw _doom.Beyond($"{_options.WriteBytesMax} bytes written in a transaction");
        }
    }

    public void Event(int size)
    {
        _meter.Spend(GasSchedule.Event);
        Move(size);
        _events++;
        _eventBytes += size;
        if (_events > _options.EventsMax)
        {
            throw _doom.Beyond($"{_options.EventsMax} events in a call");
        }

        if (_eventBytes > _options.EventBytesMax)
        {
            throw _doom.Beyond($"{_options.EventBytesMax} bytes of events in a call");
        }
    }

    public void NestedCall(int size)
    {
        _meter.Spend(GasSchedule.NestedCall);
        Move(size);
        _nestedCalls++;
        if (_nestedCalls > _options.NestedCallsMax)
        {
            throw _doom.Beyond($"{_options.NestedCallsMax} calls between contracts in a call");
        }
    }

    public void BlockBytes(long bytes)
    {
        if (bytes > _options.BlockBytesMax)
        {
            throw _doom.Beyond($"{_options.BlockBytesMax} bytes of output in a block");
        }
    }

    // Every byte that crosses the border of a contract is copied into an array.
    private void Move(int size)
    {
        _meter.Spend(size / GasSchedule.BytesPerGas);
        _meter.Take(size + GasSchedule.ObjectSize);
    }
}
