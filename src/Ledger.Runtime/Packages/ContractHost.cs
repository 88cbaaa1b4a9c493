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
    private readonly Dictionary<Digest, LinkedListNode<(Digest Hash, Lazy<LoadedPackage> Package)>> _packages = [];
    private readonly LinkedList<(Digest Hash, Lazy<LoadedPackage> Package)> _byUse = [];
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
        LinkedListNode<(Digest Hash, Lazy<LoadedPackage> Package)>? node;
        lock (_lock)
        {
            if (_packages.TryGetValue(hash, out node))
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
            }
        }

        // Outside the lock, for the others: inspecting and compiling take a while.
        return (node?.Value.Package ?? Add(hash, code(state, hash))).Value;
    }

    /// <summary>
    /// Loads and compiles a package on another thread, for calls to come. A package that is evicted meanwhile is
    /// compiled for nothing.
    /// </summary>
    /// <returns>Completes when it is done; nobody needs to wait.</returns>
    internal Task Prepare(Digest hash, byte[] code)
    {
        var package = Add(hash, code);
        return Task.Run(() => package.Value.Prepare());
    }

    private Lazy<LoadedPackage> Add(Digest hash, byte[] code)
    {
        lock (_lock)
        {
            if (_packages.TryGetValue(hash, out var known))
            {
                return known.Value.Package;
            }

            var package = new Lazy<LoadedPackage>(() => LoadedPackage.Load(hash, code, Inspector));
            _packages.Add(hash, _byUse.AddFirst((hash, package)));
            if (_packages.Count > _packagesMax)
            {
                var (oldest, unused) = _byUse.Last!.Value;
                _byUse.RemoveLast();
                _packages.Remove(oldest);
                if (unused.IsValueCreated)
                {
                    unused.Value.Unload();
                }
            }

            return package;
        }
    }
}
