using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Ledger.Runtime;

/// <summary>How much of a package there is to check, known at the cost of reading its table of methods.</summary>
internal static class PackageSize
{
    /// <summary>
    /// Bytes of instructions in all methods: methods may share a body, and each is checked.
    /// A package that cannot be read has none: it is refused at once.
    /// </summary>
    /// <param name="assembly">The package.</param>
    public static long OfInstructions(ReadOnlyMemory<byte> assembly)
    {
        // Bounded first, since the reader believes what the tables say.
        if (AssemblyBounds.FirstFlaw(assembly) != null)
        {
            return 0;
        }

        using var stream = new MemoryStream(assembly.ToArray(), writable: false);
        using var file = new PEReader(stream, PEStreamOptions.PrefetchEntireImage);
        var metadata = file.GetMetadataReader();
        long size = 0;
        foreach (var handle in metadata.MethodDefinitions)
        {
            var method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress != 0)
            {
                size += file.GetMethodBody(method.RelativeVirtualAddress).GetILReader().Length;
            }
        }

        return size;
    }
}
