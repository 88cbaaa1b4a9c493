using Ledger.Chaincode;

namespace Ledger.Runtime;

/// <summary>Makes the runtime's own contracts callable.</summary>
internal static class SystemContracts
{
    /// <summary>Attribute value of an organisation's administrators.</summary>
    public static readonly FunctionAccess Administrators =
        new(false, [new AttributeRequirement("role", ["admin"])], []);

    public static IReadOnlyDictionary<string, BoundContract> Create(ExecutorOptions options, ContractHost host)
    {
        var contracts = new Dictionary<string, BoundContract>(StringComparer.Ordinal);
        var manifests = new List<ContractManifest>();
        foreach (ISystemContract contract in new ISystemContract[]
                 {
                     new IdentityContract(), new LifecycleContract(options, host.Inspector, manifests),
                     new MembershipContract(),
                 })
        {
            var functions = contract.Functions;
            var manifest = new ContractManifest(
                contract.Name,
                contract.GetType().FullName!,
                [.. functions.Select(f => f.Manifest).OrderBy(f => f.Name, StringComparer.Ordinal)]);
            manifests.Add(manifest);
            contracts.Add(contract.Name, new BoundContract(manifest, functions));
        }

        return contracts;
    }

    /// <summary>Describes a function; its only parameters are the named ones.</summary>
    public static FunctionManifest Function(
        string name, FunctionAccess access, ValueKind result, bool readOnly, params ParameterManifest[] parameters) =>
        new(name, name, readOnly, parameters, result, access);

    /// <summary>Denies the call when the caller's organisation is not a member of the network.</summary>
    /// <exception cref="ContractRejection">It is not.</exception>
    public static void RequireMemberOrganisation(ContractCallContext context)
    {
        if (!IsMemberOrganisation(context, context.Caller.Organisation))
        {
            context.Deny($"{context.Caller.Organisation} is not a member organisation");
        }
    }

    /// <summary>Whether an organisation is a member of the network.</summary>
    public static bool IsMemberOrganisation(ContractCallContext context, string organisation)
    {
        var organisations = context.Session.Options.Organisations;
        for (var i = 0; i < organisations.Count; i++)
        {
            if (organisations[i] == organisation)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether more than half of the member organisations agree.</summary>
    public static bool IsMajority(ContractCallContext context, IReadOnlyList<OrganisationApproval> approvals) =>
        2 * approvals.Count > context.Session.Options.Organisations.Count;
}
