using Ledger.Chaincode;
using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// <c>lifecycle</c>: which package carries a contract is decided by agreement of several member organisations (L7),
/// as many as the policy in force asks for. Only administrators take part, each for its organisation, once a round.
/// <list type="bullet">
/// <item><c>install(string packageName, byte[] assembly, byte[] sourceHash, long activationHeight)</c>: puts a package on
/// the ledger. It is inspected first; the installation is the approval of the installer's organisation. The source hash
/// is empty or 32 bytes that approvers compare with sources they have read; the activation height is the first block
/// that shall use the package, 0 for the block after the agreement. A package whose hash genesis names is agreed
/// already.</item>
/// <item><c>approve(byte[] packageHash)</c>: approves. With the approval that meets the policy the package is agreed,
/// and carries all of its contracts' names from the activation height or the next block, whichever is later.</item>
/// <item><c>activate(byte[] packageHash)</c>: begins an agreed package that has migration functions and an activation
/// height; possible from the block before that height on. (One without an activation height begins with the last
/// approval; one without migrations needs no call.)</item>
/// <item><c>rollback(byte[] packageHash)</c>: approves the return to a package that carried its names before; nothing is
/// migrated.</item>
/// <item><c>retire(string contract)</c>: approves that no package carries the contract any more; its state stays.</item>
/// <item><c>changePolicy(string policy)</c>: approves another <see cref="ApprovalPolicy"/>, decided under the one in
/// force.</item>
/// <item>Read-only: <c>package(byte[] packageHash)</c>, the encoded <see cref="PackageRecord"/>; <c>contracts()</c>, all
/// contracts in force, see <see cref="EncodeContracts"/>; <c>decisions(string contract)</c>, count u32 and the encoded
/// <see cref="LifecycleDecision"/>s behind their lengths, ascending by height; <c>policy()</c>.</item>
/// </list>
/// A package that takes names over from another may have a migration function for each contract
/// (<see cref="MigrationAttribute"/>). Migrations run once, in the call that activates the package; that call fails as a
/// whole when one of them does, and the old package stays. Behind a migration the contract rests until the next block.
/// Events: <c>installed</c>, <c>approved</c>, <c>agreed</c> (data: package hash bytes, organisation text),
/// <c>activated</c> (package hash bytes, first height long), <c>retired</c> (contract text, first height without it
/// long), <c>policy</c> (policy text).
/// </summary>
internal sealed partial class LifecycleContract : ISystemContract
{
    /// <summary>Longest package name, in bytes.</summary>
    public const int NameSizeMax = 64;

    /// <summary>Most proposals for another policy that are open at once.</summary>
    public const int PolicyProposalsMax = 16;

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

    private void Install(
        ContractCallContext context, string name, byte[] assembly, byte[] sourceHash, long activationHeight)
    {
        SystemContracts.RequireMemberOrganisation(context);
        context.Require(IsPackageName(name), $"a package name has 1 to {NameSizeMax} printable ASCII characters");
        var sizeMax = _options.Limits.PackageSize;
        context.Require(assembly.Length <= sizeMax, $"a package has at most {sizeMax} bytes");
        context.Require(
            sourceHash.Length is 0 or Digest.Size, $"a source hash has {Digest.Size} bytes, or none when it is not stated");
        context.Require(
            activationHeight == 0 || activationHeight > context.BlockHeight,
            "an activation height is 0 or the height of a block to come");
        var hash = Digest.Of(assembly);
        var stored = context.State.Get(PackageKey(hash));
        if (stored == null)
        {
            InstallNew(context, name, assembly, hash, sourceHash, (ulong)activationHeight);
            return;
        }

        var record = PackageRecord.Decode(stored);
        if (record.ActiveFrom != 0)
        {
            context.Require(!IsInForce(context, record), "the package is active already");
            record = record.NextRound() with { WantedHeight = (ulong)activationHeight };
        }

        Approve(context, record);
    }

    private void InstallNew(
        ContractCallContext context, string name, byte[] assembly, Digest hash, byte[] sourceHash, ulong activationHeight)
    {
        if (!IsOfGenesis(hash))
        {
            // What is inspected already costs the same: which packages a node remembers is its own affair.
            var meter = context.Session.Limits.Meter;
            meter.Spend(GasSchedule.Check + (GasSchedule.PackageByte * assembly.Length));
            meter.Spend(GasSchedule.CheckedByte * PackageSize.OfInstructions(assembly));
        }

        var verdict = _inspector.Inspect(assembly);
        context.Require(verdict.Flaw == null, "the package is refused: " + verdict.Flaw);
        var contracts = new List<(string, byte[])>();
        var hasMigration = false;
        foreach (var contract in verdict.Contracts)
        {
            var isFree = !SystemKeys.IsReserved(contract.Name);
            context.Require(isFree, $"the name {contract.Name} belongs to the ledger itself");
            hasMigration |= contract.Migration != null;
            var writer = new CanonicalWriter();
            contract.Encode(writer);
            contracts.Add((contract.Name, writer.ToArray()));
        }

        context.PutLarge(StateKey.Of(SystemKeys.CodeCollection).And(hash.ToString()), assembly);
        context.Emit("installed", EventData(hash, context.Caller.Organisation));
        Approve(context, new PackageRecord
        {
            Hash = hash,
            SourceHash = sourceHash.Length == 0 ? Digest.Zero : new Digest(sourceHash),
            Name = name,
            Size = (uint)assembly.Length,
            InstalledBy = context.Caller.Account,
            InstalledHeight = context.Session.Block.Height,
            WantedHeight = activationHeight,
            HasMigration = hasMigration,
            Approvals = [],
            Contracts = contracts,
        });
    }

    // Everybody agreed to its hash beforehand, and it is checked here only once.
    private bool IsOfGenesis(Digest hash) => _options.GenesisPackages.Contains(hash);

    private void ApproveInstalled(ContractCallContext context, byte[] packageHash)
    {
        SystemContracts.RequireMemberOrganisation(context);
        var record = Find(context, packageHash);
        context.Require(
            record.ActiveFrom == 0, "the package was activated already; a rollback brings it back");
        context.Require(record.AgreedAt == 0, "the package is agreed already; it waits to be activated");
        Approve(context, record);
    }

    private void RollBack(ContractCallContext context, byte[] packageHash)
    {
        SystemContracts.RequireMemberOrganisation(context);
        var record = Find(context, packageHash);
        if (record.ActiveFrom != 0)
        {
            context.Require(!IsInForce(context, record), "the package is active already");
            record = record.NextRound();
        }

        context.Require(record.WasActive, "the package was never active; approve it instead");
        Approve(context, record);
    }

    private void Approve(ContractCallContext context, PackageRecord record)
    {
        record = record with { Approvals = WithApproval(context, record.Approvals, "the package") };
        context.Emit("approved", EventData(record.Hash, context.Caller.Organisation));
        if (IsAgreed(context, record.Approvals) || (!record.WasActive && IsOfGenesis(record.Hash)))
        {
            var height = context.Session.Block.Height;
            record = record with { AgreedAt = height };
            context.Emit("agreed", EventData(record.Hash, context.Caller.Organisation));
            if (record.WantedHeight <= height + 1 || !Migrates(context, record))
            {
                record = Activate(context, record);
            }
        }

        context.PutLarge(PackageKey(record.Hash), record.Encode());
    }

    private static void ActivateAgreed(ContractCallContext context, byte[] packageHash)
    {
        SystemContracts.RequireMemberOrganisation(context);
        var record = Find(context, packageHash);
        context.Require(record.ActiveFrom == 0, "the package was activated already");
        context.Require(record.AgreedAt != 0, "too few organisations have approved the package");
        context.Require(
            record.WantedHeight <= context.Session.Block.Height + 1,
            $"the package is to begin with block {record.WantedHeight}; activate it in the block before or later");
        record = Activate(context, record);
        context.PutLarge(PackageKey(record.Hash), record.Encode());
    }

    private static PackageRecord Activate(ContractCallContext context, PackageRecord record)
    {
        var height = context.Session.Block.Height;
        var from = Math.Max(height + 1, record.WantedHeight);
        var migrates = Migrates(context, record);
        var kind = record.WasActive ? LifecycleDecisionKind.RolledBack : LifecycleDecisionKind.Activated;
        foreach (var (name, _) in record.Contracts)
        {
            Bind(context, name, new(record.Hash, from), migrates);
            Note(context, name, new(kind, record.Hash, height, from, record.Approvals));
            if (migrates)
            {
                context.Session.Migrate(record.Hash, name);
            }
        }

        context.Emit("activated", new RecordWriter().Bytes(record.Hash.ToArray()).Long((long)from).ToArray());
        return record with { ActiveFrom = from };
    }

    private void Retire(ContractCallContext context, string contract)
    {
        SystemContracts.RequireMemberOrganisation(context);
        var height = context.Session.Block.Height;
        var bound = ContractManifest.IsName(contract) ? FindBinding(context, contract)?.At(height) : null;
        context.Require(bound is { IsRetired: false }, $"there is no contract {contract} to retire");
        var key = StateKey.Of(SystemKeys.RetirementCollection).And(contract);
        var approvals = WithApproval(
            context, DecodeApprovals(context.State.Get(key)), $"the retirement of {contract}");
        if (!IsAgreed(context, approvals))
        {
            context.State.Put(key, EncodeApprovals(approvals));
            return;
        }

        context.State.Delete(key);
        Bind(context, contract, new(Digest.Zero, height + 1), migrates: false);
        Note(context, contract, new(LifecycleDecisionKind.Retired, Digest.Zero, height, height + 1, approvals));
        context.Emit("retired", new RecordWriter().Text(contract).Long((long)height + 1).ToArray());
    }

    private void ChangePolicy(ContractCallContext context, string text)
    {
        SystemContracts.RequireMemberOrganisation(context);
        var policy = ApprovalPolicy.TryParse(text);
        context.Require(policy != null, "a policy is majority, all, or at-least and a number");
        var canBeMet = policy.CanBeMet(_options.Organisations.Count);
        context.Require(canBeMet, $"there are only {_options.Organisations.Count} member organisations");
        context.Require(policy != PolicyInForce(context), $"the policy is {policy} already");
        var proposals = context.State.Scan(StateKey.Of(SystemKeys.PolicyCollection), PolicyProposalsMax + 1);
        var key = StateKey.Of(SystemKeys.PolicyCollection).And(policy.ToString());
        var stored = context.State.Get(key);
        context.Require(
            stored != null || proposals.Length < PolicyProposalsMax,
            $"{PolicyProposalsMax} proposals for another policy are open already");
        var approvals = WithApproval(context, DecodeApprovals(stored), $"the policy {policy}");
        if (!IsAgreed(context, approvals))
        {
            context.State.Put(key, EncodeApprovals(approvals));
            return;
        }

        // What was approved under the old policy is proposed anew under the new one.
        foreach (var proposal in proposals)
        {
            context.State.Delete(proposal.Key);
        }

        context.State.Put(StateKey.Of(SystemKeys.PolicyInForce), new RecordWriter().Text(policy.ToString()).ToArray());
        context.Emit("policy", new RecordWriter().Text(policy.ToString()).ToArray());
    }
}
