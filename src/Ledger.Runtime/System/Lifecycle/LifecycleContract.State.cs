using Ledger.Chaincode;
using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>How the decisions stand in the state.</summary>
internal sealed partial class LifecycleContract
{
    private ApprovalPolicy PolicyInForce(ContractCallContext context)
    {
        var stored = context.State.Get(StateKey.Of(SystemKeys.PolicyInForce));
        return stored == null
            ? _options.ContractPolicy
            : ApprovalPolicy.TryParse(new RecordReader(stored).Text())
                ?? throw new RuntimeInvariantException("the state's policy is well formed");
    }

    private bool IsAgreed(ContractCallContext context, IReadOnlyList<OrganisationApproval> approvals) =>
        approvals.Count >= PolicyInForce(context).Needed(_options.Organisations.Count);

    private static OrganisationApproval[] WithApproval(
        ContractCallContext context, IReadOnlyList<OrganisationApproval> approvals, string what)
    {
        var organisation = context.Caller.Organisation;
        var isFirst = !OrganisationApproval.Contains(approvals, organisation);
        context.Require(isFirst, $"{organisation} approved {what} already");
        return
        [
            .. approvals,
            new OrganisationApproval(organisation, context.Caller.Account, context.Session.Block.Height),
        ];
    }

    // Whether activating the package changes state that an earlier one has written.
    private static bool Migrates(ContractCallContext context, PackageRecord record)
    {
        if (!record.HasMigration || record.WasActive)
        {
            return false;
        }

        foreach (var (name, _) in record.Contracts)
        {
            if (FindBinding(context, name) != null)
            {
                return true;
            }
        }

        return false;
    }

    private static void Bind(
        ContractCallContext context, string name, ContractBinding.BoundPackage next, bool migrates)
    {
        var height = context.Session.Block.Height;
        var binding = FindBinding(context, name);
        if (binding != null && binding.Newest.FromHeight > height)
        {
            context.Reject($"contract {name} changes with block {binding.Newest.FromHeight} already");
        }

        binding = binding == null ? ContractBinding.First(next) : binding.Then(next, height, migrates);
        context.State.Put(BindingKey(name), binding.Encode());
        context.Session.Forget(name);
    }

    private static void Note(ContractCallContext context, string contract, LifecycleDecision decision) =>
        context.State.Put(
            StateKey.Of(SystemKeys.DecisionCollection).And(contract).And(context.BlockHeight), decision.Encode());

    // Whether it carries all of its names still, now or from a later height.
    private static bool IsInForce(ContractCallContext context, PackageRecord record)
    {
        foreach (var (name, _) in record.Contracts)
        {
            if (FindBinding(context, name)?.Newest.Package != record.Hash)
            {
                return false;
            }
        }

        return true;
    }

    private static ContractBinding? FindBinding(ContractCallContext context, string contract) =>
        ContractBinding.TryDecode(context.State.Get(BindingKey(contract)));

    private static PackageRecord Find(ContractCallContext context, byte[] packageHash)
    {
        context.Require(packageHash.Length == Digest.Size, $"a package hash has {Digest.Size} bytes");
        var stored = context.State.Get(PackageKey(new Digest(packageHash)));
        return stored == null
            ? throw new ContractRejection("no such package is installed")
            : PackageRecord.Decode(stored);
    }

    private static byte[] EncodeApprovals(IReadOnlyList<OrganisationApproval> approvals)
    {
        var writer = new CanonicalWriter();
        OrganisationApproval.EncodeList(writer, approvals);
        return writer.ToArray();
    }

    private static OrganisationApproval[] DecodeApprovals(byte[]? stored)
    {
        if (stored == null)
        {
            return [];
        }

        var reader = new CanonicalReader(stored);
        var approvals = OrganisationApproval.DecodeList(ref reader);
        RuntimeInvariantException.Check(reader.IsComplete, "the state's approvals are well formed");
        return approvals;
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
