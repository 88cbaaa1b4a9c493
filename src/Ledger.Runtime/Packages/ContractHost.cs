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
    private readonly Dictionary<Digest, LinkedListNode<(Digest Hash, LoadedPackage Package)>> _packages = [];
    private readonly LinkedList<(Digest Hash, LoadedPackage Package)> _byUse = [];
    private readonly int _packagesMax;

    /// <summary>Makes an empty host.</summary>
    /// <param name="inspector">The rules that packages must pass; <see cref="MetadataInspector"/> when null.</param>
    /// <param name="packagesMax">Most packages in memory; beyond it the one that was not used for longest is
    /// unloaded.</param>
    public ContractHost(IPackageInspector? inspector = null, int packagesMax = PackagesMaxDefault)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(packagesMax, 1);
        Inspector = inspector ?? new MetadataInspector();
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

    internal IPackageInspector Inspector { get; }

    /// <summary>
    /// The package of a hash; <paramref name="code"/> is asked for its bytes when it is not in
    /// memory.
    /// </summary>
    internal LoadedPackage Load<TState>(Digest hash, TState state, Func<TState, Digest, byte[]> code)
    {
        lock (_lock)
        {
            if (_packages.TryGetValue(hash, out var node))
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                return node.Value.Package;
            }

            var package = LoadedPackage.Load(hash, code(state, hash), Inspector);
            _packages.Add(hash, _byUse.AddFirst((hash, package)));
            if (_packages.Count > _packagesMax)
            {
                var (oldest, unused) = _byUse.Last!.Value;
                _byUse.RemoveLast();
                _packages.Remove(oldest);
                unused.Unload();
            }

            return package;
        }
    }
}
