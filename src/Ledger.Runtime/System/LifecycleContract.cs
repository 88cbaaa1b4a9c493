using Ledger.Chaincode;
using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// <c>lifecycle</c>: packages come to carry contracts only by agreement of more than half of the member organisations
/// (L7).
/// <list type="bullet">
/// <item><c>install(string packageName, byte[] assembly)</c>: an administrator puts a package on the ledger. It is
/// inspected first; the installation is the approval of the installer's organisation. Installing a package again that
/// was active and has been replaced begins a new round of approvals: that is how a rollback is agreed.</item>
/// <item><c>approve(byte[] packageHash)</c>: an administrator approves for its organisation, once. With the approval
/// that makes the majority the package carries all of its contracts' names from the next height; so a name is upgraded
/// by the same rule.</item>
/// <item><c>package(byte[] packageHash)</c>, read-only: the encoded <see cref="PackageRecord"/>.</item>
/// <item><c>contracts()</c>, read-only: all contracts in force, see <see cref="EncodeContracts"/>.</item>
/// </list>
/// Events: <c>installed</c>, <c>approved</c> (data: package hash bytes, organisation text) and <c>activated</c>
/// (package hash bytes, first height long).
/// </summary>
internal sealed partial class LifecycleContract : ISystemContract
{
    /// <summary>Longest package name, in bytes.</summary>
    public const int NameSizeMax = 64;

    private readonly ExecutorOptions _options;
    private readonly IPackageInspector _inspector;
    private readonly IReadOnlyList<ContractManifest> _systemManifests;

    public LifecycleContract(
        ExecutorOptions options, IPackageInspector inspector, IReadOnlyList<ContractManifest> systemManifests)
    {
        _options = options;
        _inspector = inspector;
        _systemManifests = systemManifests;
        Functions = Describe();
    }

    public string Name => SystemKeys.Lifecycle;

    public IReadOnlyList<BoundFunction> Functions { get; }

    private void Install(ContractCallContext context, string name, byte[] assembly)
    {
        SystemContracts.RequireMemberOrganisation(context);
        context.Require(IsPackageName(name), $"a package name has 1 to {NameSizeMax} printable ASCII characters");
        var sizeMax = _options.PackageSizeMax;
        context.Require(assembly.Length <= sizeMax, $"a package has at most {sizeMax} bytes");
        var hash = Digest.Of(assembly);
        var stored = context.State.Get(PackageKey(hash));
        if (stored == null)
        {
            InstallNew(context, name, assembly, hash);
            return;
        }

        var record = PackageRecord.Decode(stored);
        if (record.ActiveFrom != 0)
        {
            context.Require(!IsInForce(context, record), "the package is active already");
            record = record with { ActiveFrom = 0, Approvals = [] };
        }

        Approve(context, record);
    }

    private void InstallNew(ContractCallContext context, string name, byte[] assembly, Digest hash)
    {
        var verdict = _inspector.Inspect(assembly);
        context.Require(verdict.Flaw == null, "the package is refused: " + verdict.Flaw);
        var contracts = new List<(string, byte[])>();
        foreach (var contract in verdict.Contracts)
        {
            var isFree = !SystemKeys.IsReserved(contract.Name);
            context.Require(isFree, $"the name {contract.Name} belongs to the ledger itself");
            var writer = new CanonicalWriter();
            contract.Encode(writer);
            contracts.Add((contract.Name, writer.ToArray()));
        }

        context.PutLarge(StateKey.Of(SystemKeys.CodeCollection).And(hash.ToString()), assembly);
        context.Emit("installed", EventData(hash, context.Caller.Organisation));
        Approve(context, new PackageRecord
        {
            Hash = hash,
            Name = name,
            Size = (uint)assembly.Length,
            InstalledBy = context.Caller.Account,
            InstalledHeight = context.Session.Block.Height,
            Approvals = [],
            Contracts = contracts,
        });
    }

    private void ApproveInstalled(ContractCallContext context, byte[] packageHash)
    {
        SystemContracts.RequireMemberOrganisation(context);
        var record = Find(context, packageHash);
        context.Require(record.ActiveFrom == 0, "the package was activated already; install it again to bring it back");
        Approve(context, record);
    }

    private void Approve(ContractCallContext context, PackageRecord record)
    {
        var organisation = context.Caller.Organisation;
        context.Require(!record.IsApprovedBy(organisation), $"{organisation} approved the package already");
        var height = context.Session.Block.Height;
        record = record with
        {
            Approvals = [.. record.Approvals, new OrganisationApproval(organisation, context.Caller.Account, height)],
        };
        context.Emit("approved", EventData(record.Hash, organisation));
        if (SystemContracts.IsMajority(context, record.Approvals))
        {
            record = record with { ActiveFrom = height + 1 };
            Activate(context, record);
        }

        context.PutLarge(PackageKey(record.Hash), record.Encode());
    }

    private static void Activate(ContractCallContext context, PackageRecord record)
    {
        var next = new ContractBinding.BoundPackage(record.Hash, record.ActiveFrom);
        foreach (var (name, _) in record.Contracts)
        {
            var key = BindingKey(name);
            var binding = ContractBinding.TryDecode(context.State.Get(key));
            binding = binding == null ? ContractBinding.First(next) : binding.Then(next, context.Session.Block.Height);
            context.State.Put(key, binding.Encode());
        }

        context.Emit(
            "activated", new RecordWriter().Bytes(record.Hash.ToArray()).Long((long)record.ActiveFrom).ToArray());
    }

    // Whether it carries all of its names still, now or from the next height.
    private static bool IsInForce(ContractCallContext context, PackageRecord record)
    {
        foreach (var (name, _) in record.Contracts)
        {
            if (ContractBinding.TryDecode(context.State.Get(BindingKey(name)))?.Newest.Package != record.Hash)
            {
                return false;
            }
        }

        return true;
    }

    private static PackageRecord Find(ContractCallContext context, byte[] packageHash)
    {
        context.Require(packageHash.Length == Digest.Size, $"a package hash has {Digest.Size} bytes");
        var stored = context.State.Get(PackageKey(new Digest(packageHash)));
        return stored == null
            ? throw new ContractRejection("no such package is installed")
            : PackageRecord.Decode(stored);
    }

    private static bool IsPackageName(string name)
    {
        foreach (var c in name)
        {
            if (c is < ' ' or > '~')
            {
                return false;
            }
        }

        return name.Length is > 0 and <= NameSizeMax;
    }

    private static byte[] EventData(Digest hash, string organisation) =>
        new RecordWriter().Bytes(hash.ToArray()).Text(organisation).ToArray();

    private static StateKey PackageKey(Digest hash) => StateKey.Of(SystemKeys.PackageCollection).And(hash.ToString());

    private static StateKey BindingKey(string contract) => StateKey.Of(SystemKeys.ContractCollection).And(contract);
}
