using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// Keeps the packages in memory that calls use, by hash: which package a name means is never decided here but by the
/// state at hand, so a host serves execution, queries and audits at any height. Thread safe.
/// </summary>
public sealed class ContractHost
{
    /// <summary>Packages in memory unless told otherwise.</summary>
    public const int PackagesMaxDefault = 32;

    private readonly Lock _lock = new();
    private readonly Dictionary<Digest, LinkedListNode<Entry>> _packages = [];
    private readonly LinkedList<Entry> _byUse = [];
    private readonly int _packagesMax;

    /// <summary>Makes an empty host.</summary>
    /// <param name="inspector">The rules that packages must pass; <see cref="PackageInspector"/> when null.</param>
    /// <param name="packagesMax">Most packages in memory; beyond it the one that was not used for longest is
    /// unloaded.</param>
    public ContractHost(IPackageInspector? inspector = null, int packagesMax = PackagesMaxDefault)
        : this(new MeteringInspector(inspector ?? new PackageInspector()), packagesMax)
    {
    }

    internal ContractHost(MeteringInspector inspector, int packagesMax = PackagesMaxDefault)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(packagesMax, 1);
        Inspector = inspector;
        _packagesMax = packagesMax;
    }

    /// <summary>Packages in memory now.</summary>
    public int PackagesCount
    {
        get
        {
            lock (_lock)
            {
                return _packages.Count;
            }
        }
    }

    internal MeteringInspector Inspector { get; }

    /// <summary>
    /// The package of a hash; <paramref name="code"/> is asked for its bytes when it is not in
    /// memory.
    /// </summary>
    internal LoadedPackage Load<TState>(Digest hash, TState state, Func<TState, Digest, byte[]> code)
    {
        LinkedListNode<Entry>? node;
        lock (_lock)
        {
            if (_packages.TryGetValue(hash, out node))
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
            }
        }

        // Outside the lock, for the others: inspecting and compiling take a while.
        return (node?.Value ?? Add(hash, code(state, hash))).Package.Value;
    }

    /// <summary>
    /// Loads and compiles a package on another thread, for calls to come. A package that is evicted meanwhile is
    /// compiled for nothing.
    /// </summary>
    /// <returns>Completes when it is done, the same for everyone who asks for the package; nobody needs to wait.</returns>
    internal Task Prepare(Digest hash, byte[] code) => Add(hash, code).Preparation.Value;

    private Entry Add(Digest hash, byte[] code)
    {
        lock (_lock)
        {
            if (_packages.TryGetValue(hash, out var known))
            {
                return known.Value;
            }

            var entry = new Entry(hash, new Lazy<LoadedPackage>(() => LoadedPackage.Load(hash, code, Inspector)));
            _packages.Add(hash, _byUse.AddFirst(entry));
            if (_packages.Count > _packagesMax)
            {
                var oldest = _byUse.Last!.Value;
                _byUse.RemoveLast();
                _packages.Remove(oldest.Hash);
                if (oldest.Package.IsValueCreated)
                {
                    oldest.Package.Value.Unload();
                }
            }

            return entry;
        }
    }

    private sealed class Entry(Digest hash, Lazy<LoadedPackage> package)
    {
        public Digest Hash { get; } = hash;

        public Lazy<LoadedPackage> Package { get; } = package;

        // Seconds of compiling: a thread of its own, and one for all contracts of the package, because the pool's few
        // threads carry the messages of the other nodes.
        public Lazy<Task> Preparation { get; } = new(() => Task.Factory.StartNew(
            () => package.Value.Prepare(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
    }
}
