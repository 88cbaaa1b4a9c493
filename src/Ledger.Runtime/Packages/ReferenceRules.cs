using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Ledger.Runtime;

/// <summary>
/// Everything a package names from outside itself must be on the list of
/// <see cref="AllowedReferences"/>.
/// </summary>
internal static class ReferenceRules
{
    public static string? FirstFlaw(PackageMetadata package) =>
        AssemblyFlaw(package) ?? TypeFlaw(package) ?? MemberFlaw(package) ?? SignatureFlaw(package);

    private static string? AssemblyFlaw(PackageMetadata package)
    {
        foreach (var handle in package.Metadata.AssemblyReferences)
        {
            var name = package.Metadata.GetString(package.Metadata.GetAssemblyReference(handle).Name);
            if (name != AllowedReferences.Sdk && !AllowedReferences.IsAssembly(name))
            {
                return $"it references {name}; " +
                    $"contracts reference {AllowedReferences.Sdk} and the basic types of .NET only";
            }
        }

        return null;
    }

    private static string? TypeFlaw(PackageMetadata package)
    {
        foreach (var handle in package.Metadata.TypeReferences)
        {
            if (package.AssemblyOf(handle) is not { } assembly)
            {
                return $"it takes type {package.NameOf(handle)} from somewhere else than a referenced assembly";
            }

            var name = package.NameOf(handle);
            if (assembly != AllowedReferences.Sdk && !AllowedReferences.IsType(name.Split('/')[0]))
            {
                return $"it uses {name}, which is not on the list of allowed types";
            }
        }

        return null;
    }

    private static string? MemberFlaw(PackageMetadata package)
    {
        foreach (var handle in package.Metadata.MemberReferences)
        {
            var member = package.Metadata.GetMemberReference(handle);
            var type = member.Parent.Kind switch
            {
                HandleKind.TypeReference => package.NameOf(member.Parent),
                HandleKind.TypeSpecification => package.Signatures.TypeSpecification(
                    package.Metadata.GetTypeSpecification((TypeSpecificationHandle)member.Parent).Signature).Name,
                HandleKind.TypeDefinition or HandleKind.MethodDefinition => "",
                _ => throw new BadImageFormatException(),
            };
            var name = package.Metadata.GetString(member.Name);
            if (!AllowedReferences.TakesPointer(type, name))
            {
                package.Signatures.Member(member.Signature);
            }

            if (!AllowedReferences.IsMember(type ?? "", name))
            {
                return $"it uses {type}.{name}, which may differ between replicas";
            }
        }

        return null;
    }

    private static string? SignatureFlaw(PackageMetadata package)
    {
        var metadata = package.Metadata;
        for (var row = 1; row <= metadata.GetTableRowCount(TableIndex.TypeSpec); row++)
        {
            package.Signatures.TypeSpecification(
                metadata.GetTypeSpecification(MetadataTokens.TypeSpecificationHandle(row)).Signature);
        }

        for (var row = 1; row <= metadata.GetTableRowCount(TableIndex.MethodSpec); row++)
        {
            package.Signatures.MethodInstantiation(
                metadata.GetMethodSpecification(MetadataTokens.MethodSpecificationHandle(row)).Signature);
        }

        for (var row = 1; row <= metadata.GetTableRowCount(TableIndex.StandAloneSig); row++)
        {
            package.Signatures.StandAlone(
                metadata.GetStandaloneSignature(MetadataTokens.StandaloneSignatureHandle(row)).Signature);
        }

        return package.Signatures.Flaw is { } flaw ? $"its code uses {flaw}" : null;
    }
}
