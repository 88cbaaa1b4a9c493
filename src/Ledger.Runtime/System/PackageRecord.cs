using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// What the ledger knows of a package. Immutable. Encoded: version u8 = 1, hash 32, name text, size u32, installed by
/// text, installed height u64, active from u64 (0 while not agreed), approvals (count, then organisation text, account
/// text, height u64), contracts (count, then each manifest as in <see cref="ContractManifest"/>, behind its length).
/// </summary>
internal sealed record PackageRecord
{
    private const byte Version = 1;

    public required Digest Hash { get; init; }

    public required string Name { get; init; }

    public required uint Size { get; init; }

    public required string InstalledBy { get; init; }

    public required ulong InstalledHeight { get; init; }

    /// <summary>First height at which it carried its contracts' names; 0 while too few organisations agreed.</summary>
    public ulong ActiveFrom { get; init; }

    public required IReadOnlyList<OrganisationApproval> Approvals { get; init; }

    /// <summary>Encoded manifests, with the names they begin with.</summary>
    public required IReadOnlyList<(string Name, byte[] Manifest)> Contracts { get; init; }

    public bool IsApprovedBy(string organisation) => OrganisationApproval.Contains(Approvals, organisation);

    public byte[] Encode()
    {
        var writer = new CanonicalWriter()
            .U8(Version).Digest(Hash).Text(Name).U32(Size).Text(InstalledBy).U64(InstalledHeight).U64(ActiveFrom);
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
            Name = reader.Text(LifecycleContract.NameSizeMax),
            Size = reader.U32(),
            InstalledBy = reader.Text(TransactionBody.AccountSizeMax),
            InstalledHeight = reader.U64(),
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
