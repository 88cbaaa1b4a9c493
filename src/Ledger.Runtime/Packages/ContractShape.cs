using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Ledger.Runtime;

/// <summary>Finds the contracts of a package and checks that each class has the shape its attribute asks for.</summary>
internal static class ContractShape
{
    /// <summary>Reads a package that the checker accepted.</summary>
    public static PackageVerdict Read(ReadOnlyMemory<byte> assembly)
    {
        try
        {
            using var stream = new MemoryStream(assembly.ToArray(), writable: false);
            using var file = new PEReader(stream, PEStreamOptions.PrefetchEntireImage);
            return Read(new PackageMetadata(file));
        }
        catch (Exception e) when (AssemblyBounds.IsMalformed(e))
        {
            return PackageVerdict.Refuse(RuleIds.Malformed, null, "its contracts are not well described");
        }
    }

    private static PackageVerdict Read(PackageMetadata package)
    {
        var contracts = new List<ContractManifest>();
        foreach (var handle in package.Metadata.TypeDefinitions)
        {
            var type = package.Metadata.GetTypeDefinition(handle);
            if (SdkAttributes.Find(package, type.GetCustomAttributes(), "ContractAttribute") is not { } attribute)
            {
                if (SdkAttributes.Find(package, type.GetCustomAttributes(), "HistoryAgeAttribute") != null)
                {
                    var other = package.NameOf(handle);
                    return PackageVerdict.Refuse(
                        RuleIds.Contract, other, $"{other} states the age of a history, and is no contract class");
                }

                continue;
            }

            var typeName = package.NameOf(handle);
            var name = AttributeBlob.Text(package, attribute);
            var functions = new List<FunctionManifest>();
            string? migration = null;
            var days = 0;
            var flaw = !ContractManifest.IsName(name)
                ? "has a name that is not 1 to 32 of a-z, 0-9 and -, beginning with a letter"
                : ClassFlaw(package, type) ?? ContractFunctions.Read(package, type, functions) ??
                    MigrationMethod.Read(package, type, out migration) ?? HistoryAge(package, type, out days);
            if (flaw != null)
            {
                return PackageVerdict.Refuse(RuleIds.Contract, typeName, $"contract class {typeName} {flaw}");
            }

            if (contracts.Exists(c => c.Name == name))
            {
                return PackageVerdict.Refuse(RuleIds.Contract, typeName, $"two contracts are named {name}");
            }

            functions.Sort(static (x, y) => string.CompareOrdinal(x.Name, y.Name));
            contracts.Add(new ContractManifest(name, typeName, functions) { Migration = migration, HistoryAgeDays = days });
        }

        contracts.Sort(static (x, y) => string.CompareOrdinal(x.Name, y.Name));
        return contracts.Count is 0 or > PackageInspector.ContractsMax
            ? PackageVerdict.Refuse(
                RuleIds.Contract, null, $"it holds {contracts.Count} contracts, not 1 to {PackageInspector.ContractsMax}")
            : new PackageVerdict(null, contracts);
    }

    private static string? HistoryAge(PackageMetadata package, TypeDefinition type, out int days)
    {
        days = 0;
        if (SdkAttributes.Find(package, type.GetCustomAttributes(), "HistoryAgeAttribute") is not { } attribute)
        {
            return null;
        }

        days = AttributeBlob.Int(package, attribute);
        return days is < 1 or > ContractManifest.HistoryAgeDaysMax
            ? $"keeps its history for {days} days, not 1 to {ContractManifest.HistoryAgeDaysMax}"
            : null;
    }

    private static string? ClassFlaw(PackageMetadata package, TypeDefinition type)
    {
        const TypeAttributes Shape = TypeAttributes.VisibilityMask | TypeAttributes.Sealed | TypeAttributes.Abstract |
            TypeAttributes.Interface;
        if ((type.Attributes & Shape) != (TypeAttributes.Public | TypeAttributes.Sealed) ||
            type.GetGenericParameters().Count != 0 ||
            type.BaseType.Kind != HandleKind.TypeReference || package.NameOf(type.BaseType) != "System.Object")
        {
            return "is not a public sealed class of its own, without type parameters";
        }

        foreach (var handle in type.GetFields())
        {
            var field = package.Metadata.GetFieldDefinition(handle);
            if ((field.Attributes & FieldAttributes.Static) == 0)
            {
                return $"has a field {package.Metadata.GetString(field.Name)}; keep state in CallContext.State";
            }
        }

        foreach (var handle in type.GetMethods())
        {
            var method = package.Metadata.GetMethodDefinition(handle);
            if (package.Metadata.GetString(method.Name) == ".ctor" &&
                (method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public &&
                package.Signatures.Member(method.Signature).Parameters is { Count: 0 })
            {
                return null;
            }
        }

        return "has no public constructor without parameters";
    }
}
