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
}
