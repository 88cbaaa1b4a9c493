using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// What the ledger knows of a package. Immutable. Encoded: version u8 = 3, hash 32, source hash 32 (zeros when not
/// stated), name text, size u32, installed by text, installed height u64, wanted height u64, has migration bool, was
/// active bool, agreed at u64 (0 while not agreed), active from u64 (0 while not decided), approvals (count, then
/// organisation text, account text, height u64), contracts (count, then each manifest as in
/// <see cref="ContractManifest"/>, behind its length).
/// </summary>
internal sealed record PackageRecord
{
    private const byte Version = 3;

    public required Digest Hash { get; init; }

    /// <summary>Hash of the sources that the installer names, for approvers to compare; zeros when it names none.</summary>
    public Digest SourceHash { get; init; }

    public required string Name { get; init; }

    public required uint Size { get; init; }

    public required string InstalledBy { get; init; }

    public required ulong InstalledHeight { get; init; }

    /// <summary>The height that the installer wants it to begin at; 0 for as soon as it is agreed.</summary>
    public ulong WantedHeight { get; init; }

    /// <summary>Whether one of its contracts has a migration function.</summary>
    public bool HasMigration { get; init; }

    /// <summary>Whether it has carried its contracts' names before the present round of approvals.</summary>
    public bool WasActive { get; init; }

    /// <summary>Block in which enough organisations had agreed; 0 before.</summary>
    public ulong AgreedAt { get; init; }

    /// <summary>First height at which it carries its contracts' names; 0 while that is not decided.</summary>
    public ulong ActiveFrom { get; init; }

    public required IReadOnlyList<OrganisationApproval> Approvals { get; init; }

    /// <summary>Encoded manifests, with the names they begin with.</summary>
    public required IReadOnlyList<(string Name, byte[] Manifest)> Contracts { get; init; }

    /// <summary>The record at the beginning of another round of approvals.</summary>
    public PackageRecord NextRound() =>
        this with { Approvals = [], AgreedAt = 0, ActiveFrom = 0, WantedHeight = 0, WasActive = true };

    public byte[] Encode()
    {
        var writer = new CanonicalWriter().U8(Version).Digest(Hash).Digest(SourceHash).Text(Name).U32(Size)
            .Text(InstalledBy).U64(InstalledHeight).U64(WantedHeight).Bool(HasMigration).Bool(WasActive)
            .U64(AgreedAt).U64(ActiveFrom);
        OrganisationApproval.EncodeList(writer, Approvals);
        writer.Count(Contracts.Count);
        foreach (var (_, manifest) in Contracts)
        {
            writer.Bytes(manifest);
        }

        return writer.ToArray();
    }

    /// <summary>Reads what the lifecycle contract stored.</summary>
    /// <exception cref="RuntimeInvariantException">The bytes are something else.</exception>
    public static PackageRecord Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new CanonicalReader(bytes);
        var version = reader.U8();
        var record = new PackageRecord
        {
            Hash = reader.Digest(),
            SourceHash = reader.Digest(),
            Name = reader.Text(LifecycleContract.NameSizeMax),
            Size = reader.U32(),
            InstalledBy = reader.Text(TransactionBody.AccountSizeMax),
            InstalledHeight = reader.U64(),
            WantedHeight = reader.U64(),
            HasMigration = reader.Bool(),
            WasActive = reader.Bool(),
            AgreedAt = reader.U64(),
            ActiveFrom = reader.U64(),
            Approvals = OrganisationApproval.DecodeList(ref reader),
            Contracts = DecodeContracts(ref reader),
        };
        RuntimeInvariantException.Check(
            reader.IsComplete && version == Version, "the state's record of a package is well formed");
        return record;
    }

    private static (string Name, byte[] Manifest)[] DecodeContracts(ref CanonicalReader reader)
    {
        var contracts = new (string, byte[])[reader.Count(4)];
        for (var i = 0; i < contracts.Length; i++)
        {
            var manifest = reader.Bytes().ToArray();
            contracts[i] = (new CanonicalReader(manifest).Text(ContractCall.ContractSizeMax), manifest);
        }

        return contracts;
    }
}
