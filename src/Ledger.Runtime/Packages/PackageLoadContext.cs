using System.Reflection;
using System.Runtime.Loader;
using Ledger.Chaincode;

namespace Ledger.Runtime;

/// <summary>
/// Where one package lives. It shares the SDK with the host and sees the allowed parts of .NET; everything
/// else is refused.
/// </summary>
internal sealed class PackageLoadContext : AssemblyLoadContext
{
    public PackageLoadContext(string name)
        : base(name, isCollectible: true)
    {
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == RuleSet.Sdk)
        {
            return typeof(CallContext).Assembly;
        }

        return assemblyName.Name != null && RuleSet.Current.Assemblies.Contains(assemblyName.Name)
            ? null
            : throw new FileLoadException($"contracts cannot reference {assemblyName.Name}");
    }
}
