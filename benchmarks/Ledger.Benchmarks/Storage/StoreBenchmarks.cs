using BenchmarkDotNet.Attributes;
using Ledger.Primitives;
using Ledger.Storage;

namespace Ledger.Benchmarks.Storage;

/// <summary>
/// A ledger of 1 million keys: staging (the state root) and committing a block of 1,000 transactions with 2,000 key
/// writes, reading, proving. Blocks are not synced here: the disk's speed is not the program's.
/// </summary>
[MemoryDiagnoser]
public class StoreBenchmarks
{
    private const int Keys = 1_000_000;

    private readonly BenchmarkChain _chain = new(Keys);
    private readonly byte[] _absent = BenchmarkChain.Key(Keys + 1);
    private DirectoryInfo _directory = null!;
    private LedgerStore _store = null!;
    private CommittedSnapshot _snapshot = null!;
    private StateWrite[] _writes = [];
    private Transaction[] _transactions = [];
    private PendingState _pending = null!;
    private Block _block = null!;
    private byte[][] _keys = [];
    private int _next;

    /// <summary>Fills the ledger.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _directory = Directory.CreateTempSubdirectory("ledger-benchmark-");
        _store = LedgerStore.Open(Path.Combine(_directory.FullName, "node"), BenchmarkChain.Id);
        _chain.Fill(_store);
        for (var i = 0; i < 20; i++)
        {
            BenchmarkChain.Commit(_store, _chain.NextWrites(), _chain.NextTransactions());
        }

        _snapshot = _store.Snapshot();
        _keys = [.. Enumerable.Range(0, 4_096).Select(_ => _chain.RandomKey())];
    }

    /// <summary>Removes it.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _snapshot.Dispose();
        _store.Dispose();
        _directory.Delete(recursive: true);
    }

    /// <summary>What a block brings.</summary>
    [IterationSetup(Target = nameof(Stage))]
    public void PrepareStage() => _writes = _chain.NextWrites();

    /// <summary>The state root after 2,000 writes.</summary>
    [Benchmark]
    public PendingState Stage() => _store.Stage(null, _store.Height.Next, _writes);

    /// <summary>A block, executed and staged.</summary>
    [IterationSetup(Targets = [nameof(Commit)])]
    public void PrepareCommit()
    {
        _transactions = _chain.NextTransactions();
        _pending = _store.Stage(null, _store.Height.Next, _chain.NextWrites());
        _block = BenchmarkChain.MakeBlock(_store, _pending, _transactions);
    }

    /// <summary>Writing a staged block: transactions, index, state, tree, history, head.</summary>
    [Benchmark]
    public void Commit() => _store.CommitBlock(_block, _pending, sync: false);

    /// <summary>A value of the state at the head.</summary>
    [Benchmark]
    public byte[]? Read() => _snapshot.Get(_keys[_next++ & 4_095]);

    /// <summary>A key that is not in the state.</summary>
    [Benchmark]
    public byte[]? ReadAbsent() => _snapshot.Get(_absent);

    /// <summary>A value with its proof under the head's header.</summary>
    [Benchmark]
    public CertifiedRead Prove() => _snapshot.ReadWithProof(_keys[_next++ & 4_095]);
}
