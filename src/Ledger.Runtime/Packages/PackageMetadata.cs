using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Ledger.Runtime;

/// <summary>An assembly's metadata with names resolved, for the rules to read.</summary>
internal sealed class PackageMetadata
{
    // Bounds chains of enclosing types, which malformed metadata may close to a ring.
    private const int NestingMax = 16;

    public PackageMetadata(PEReader file)
    {
        File = file;
        Metadata = file.GetMetadataReader();
        Signatures = new SignatureWalker(this);
    }

    public PEReader File { get; }

    public MetadataReader Metadata { get; }

    public SignatureWalker Signatures { get; }

    /// <summary>
    /// Full name of a type; nested types as <c>Outer/Inner</c>; constructed types by the type they are made
    /// from.
    /// </summary>
    public string NameOf(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => NameOf((TypeDefinitionHandle)handle),
        HandleKind.TypeReference => NameOf((TypeReferenceHandle)handle),
        _ => throw new BadImageFormatException(),
    };

    public string NameOf(TypeDefinitionHandle handle)
    {
        var name = "";
        for (var depth = 0; ; depth++)
        {
            Require(depth < NestingMax);
            var type = Metadata.GetTypeDefinition(handle);
            name = Join(type.Namespace, type.Name) + (depth == 0 ? "" : "/") + name;
            handle = type.GetDeclaringType();
            if (handle.IsNil)
            {
                return name;
            }
        }
    }

    public string NameOf(TypeReferenceHandle handle)
    {
        var name = "";
        for (var depth = 0; ; depth++)
        {
            Require(depth < NestingMax);
            var type = Metadata.GetTypeReference(handle);
            name = Join(type.Namespace, type.Name) + (depth == 0 ? "" : "/") + name;
            if (type.ResolutionScope.Kind != HandleKind.TypeReference)
            {
                return name;
            }

            handle = (TypeReferenceHandle)type.ResolutionScope;
        }
    }

    /// <summary>
    /// Name of the referenced assembly that a type comes from; null when it comes from anywhere
    /// else.
    /// </summary>
    public string? AssemblyOf(TypeReferenceHandle handle)
    {
        for (var depth = 0; depth < NestingMax; depth++)
        {
            var scope = Metadata.GetTypeReference(handle).ResolutionScope;
            switch (scope.Kind)
            {
                case HandleKind.AssemblyReference:
                    return Metadata.GetString(Metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).Name);
                case HandleKind.TypeReference:
                    handle = (TypeReferenceHandle)scope;
                    continue;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Name of a method, for people.</summary>
    public string NameOf(MethodDefinition method) =>
        $"{NameOf(method.GetDeclaringType())}.{Metadata.GetString(method.Name)}";

    private string Join(StringHandle space, StringHandle name) =>
        space.IsNil ? Metadata.GetString(name) : $"{Metadata.GetString(space)}.{Metadata.GetString(name)}";

    private static void Require(bool wellFormed)
    {
        if (!wellFormed)
        {
            throw new BadImageFormatException();
        }
    }
}
