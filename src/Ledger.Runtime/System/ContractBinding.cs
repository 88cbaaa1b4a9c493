using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// Which package carries a contract's name, and from which height. Holds the binding that is in force and, for the
/// block in which it was agreed, the one to come. Immutable. Encoded: version u8 = 1, count u32 = 1 or 2, then each:
/// package hash 32, first height u64, ascending.
/// </summary>
internal sealed class ContractBinding
{
    private const byte Version = 1;

    private readonly BoundPackage[] _packages;

    private ContractBinding(BoundPackage[] packages)
    {
        _packages = packages;
    }

    /// <summary>The newest binding, in force or to come.</summary>
    public BoundPackage Newest => _packages[^1];

    /// <summary>The first binding of a name.</summary>
    public static ContractBinding First(BoundPackage package) => new([package]);

    /// <summary>What is in force at a height, or null.</summary>
    public BoundPackage? At(ulong height)
    {
        for (var i = _packages.Length - 1; i >= 0; i--)
        {
            if (_packages[i].FromHeight <= height)
            {
                return _packages[i];
            }
        }

        return null;
    }

    /// <summary>
    /// The binding after agreement at <paramref name="height"/> on another package from a later
    /// height.
    /// </summary>
    public ContractBinding Then(BoundPackage next, ulong height) =>
        At(height) is { } current ? new([current, next]) : new([next]);

    public byte[] Encode()
    {
        var writer = new CanonicalWriter(96).U8(Version).Count(_packages.Length);
        foreach (var package in _packages)
        {
            writer.Digest(package.Package).U64(package.FromHeight);
        }

        return writer.ToArray();
    }

    /// <summary>Reads a binding.</summary>
    /// <returns>Null when there are no bytes.</returns>
    /// <exception cref="RuntimeInvariantException">The bytes are something else.</exception>
    public static ContractBinding? TryDecode(byte[]? bytes)
    {
        if (bytes == null)
        {
            return null;
        }

        var reader = new CanonicalReader(bytes);
        var version = reader.U8();
        var packages = new BoundPackage[reader.Count(40, 2)];
        for (var i = 0; i < packages.Length; i++)
        {
            packages[i] = new BoundPackage(reader.Digest(), reader.U64());
        }

        RuntimeInvariantException.Check(
            reader.IsComplete && version == Version && packages.Length > 0,
            "the state's binding of a contract is well formed");
        return new ContractBinding(packages);
    }

    /// <summary>A package and the first height at which it carries the name.</summary>
    public readonly record struct BoundPackage(Digest Package, ulong FromHeight);
}
