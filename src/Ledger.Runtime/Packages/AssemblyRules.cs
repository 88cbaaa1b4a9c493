using System.Reflection.PortableExecutable;

namespace Ledger.Runtime;

/// <summary>A package is one plain file of IL: nothing native, nothing compiled ahead, nothing attached.</summary>
internal static class AssemblyRules
{
    public static string? FirstFileFlaw(PEReader file)
    {
        var header = file.PEHeaders.CorHeader;
        if (header == null || !file.HasMetadata)
        {
            return "it is not a .NET assembly";
        }

        if ((header.Flags & (CorFlags.ILOnly | CorFlags.NativeEntryPoint)) != CorFlags.ILOnly ||
            header.ManagedNativeHeaderDirectory.Size != 0 || header.VtableFixupsDirectory.Size != 0)
        {
            return "it contains native code; compile it to IL only";
        }

        return header.ResourcesDirectory.Size != 0 ? "it contains resources" : null;
    }

    public static string? FirstFlaw(PackageMetadata package)
    {
        var metadata = package.Metadata;
        if (!metadata.IsAssembly)
        {
            return "it is a module, not an assembly";
        }

        if (metadata.AssemblyFiles.Count != 0 || metadata.ExportedTypes.Count != 0 ||
            metadata.ManifestResources.Count != 0)
        {
            return "it refers to other files, forwards types or contains resources";
        }

        return null;
    }
}
