using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// Which package carries a contract's name, and from which height. Holds the binding that is in force and the agreed
/// one to come, if there is one. Immutable. Encoded: version u8 = 2, count u32 = 1 or 2, then each: package hash 32
/// (zeros: from there on the contract is retired), first height u64, ascending; then the height in which the state was
/// migrated for the newest package u64 (0 for none).
/// </summary>
internal sealed class ContractBinding
{
    private const byte Version = 2;

    private readonly BoundPackage[] _packages;

    private ContractBinding(BoundPackage[] packages, ulong migratedAt)
    {
        _packages = packages;
        MigratedAt = migratedAt;
    }

    /// <summary>The newest binding, in force or to come.</summary>
    public BoundPackage Newest => _packages[^1];

    /// <summary>
    /// The block in which the state was migrated. Behind the migration the old package must not meet the new state, and
    /// the new package begins with the next block, so the rest of that block does without the contract.
    /// </summary>
    public ulong MigratedAt { get; }

    /// <summary>The first binding of a name.</summary>
    public static ContractBinding First(BoundPackage package) => new([package], 0);

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

    /// <summary>The binding after agreement at <paramref name="height"/> on another package from a later height.</summary>
    /// <param name="next">What is to come.</param>
    /// <param name="height">The present block.</param>
    /// <param name="migrates">Whether the state is migrated in the present block.</param>
    public ContractBinding Then(BoundPackage next, ulong height, bool migrates) =>
        new(At(height) is { } current ? [current, next] : [next], migrates ? height : 0);

    public byte[] Encode()
    {
        var writer = new CanonicalWriter(96).U8(Version).Count(_packages.Length);
        foreach (var package in _packages)
        {
            writer.Digest(package.Package).U64(package.FromHeight);
        }

        return writer.U64(MigratedAt).ToArray();
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

        var migratedAt = reader.U64();
        RuntimeInvariantException.Check(
            reader.IsComplete && version == Version && packages.Length > 0,
            "the state's binding of a contract is well formed");
        return new ContractBinding(packages, migratedAt);
    }

    /// <summary>A package and the first height at which it carries the name.</summary>
    /// <param name="Package">Its hash; zeros when the name is carried by none any more.</param>
    /// <param name="FromHeight">The first height.</param>
    public readonly record struct BoundPackage(Digest Package, ulong FromHeight)
    {
        /// <summary>Whether the contract is retired from that height on.</summary>
        public bool IsRetired => Package == Digest.Zero;
    }
}
