using System.Reflection;
using System.Reflection.Metadata;

namespace Ledger.Runtime;

/// <summary>Every method is plain IL that runs because a contract calls it and that lets exceptions through.</summary>
internal static class MethodRules
{
    public static string? FirstFlaw(PackageMetadata package)
    {
        foreach (var handle in package.Metadata.MethodDefinitions)
        {
            var method = package.Metadata.GetMethodDefinition(handle);
            package.Signatures.Member(method.Signature);
            if (package.Signatures.Flaw is { } forbidden)
            {
                return $"{package.NameOf(method)} uses {forbidden}";
            }

            if (FirstFlaw(package, method) is { } flaw)
            {
                return $"{package.NameOf(method)} {flaw}";
            }
        }

        return null;
    }

    private static string? FirstFlaw(PackageMetadata package, MethodDefinition method)
    {
        const MethodImplAttributes Foreign = MethodImplAttributes.CodeTypeMask | MethodImplAttributes.Unmanaged |
            MethodImplAttributes.InternalCall | MethodImplAttributes.ForwardRef | MethodImplAttributes.PreserveSig;
        var isRuntime = (method.ImplAttributes & MethodImplAttributes.CodeTypeMask) == MethodImplAttributes.Runtime;
        if ((method.Attributes & MethodAttributes.PinvokeImpl) != 0 ||
            ((method.ImplAttributes & Foreign) != 0 && !(isRuntime && IsDelegate(package, method))))
        {
            return "is not written in IL";
        }

        if ((method.ImplAttributes & MethodImplAttributes.Synchronized) != 0)
        {
            return "takes a lock; contracts have one thread";
        }

        var name = package.Metadata.GetString(method.Name);
        if (name == "Finalize" && (method.Attributes & MethodAttributes.Virtual) != 0)
        {
            return "is a finalizer, which runs at no certain time";
        }

        if (name == ".cctor" && package.NameOf(method.GetDeclaringType()) == "<Module>")
        {
            return "runs when the assembly is loaded";
        }

        if (method.RelativeVirtualAddress == 0)
        {
            return isRuntime || (method.Attributes & MethodAttributes.Abstract) != 0 ? null : "has no body";
        }

        foreach (var region in package.File.GetMethodBody(method.RelativeVirtualAddress).ExceptionRegions)
        {
            if (region.Kind is not ExceptionRegionKind.Finally and not ExceptionRegionKind.Fault)
            {
                return "catches exceptions; a call that fails must fail as a whole";
            }
        }

        return null;
    }

    private static bool IsDelegate(PackageMetadata package, MethodDefinition method)
    {
        var type = package.Metadata.GetTypeDefinition(method.GetDeclaringType());
        return type.BaseType.Kind == HandleKind.TypeReference &&
            package.NameOf(type.BaseType) == "System.MulticastDelegate";
    }
}
