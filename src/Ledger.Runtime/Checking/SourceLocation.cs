using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Ledger.Runtime;

/// <summary>A place in a source file.</summary>
/// <param name="File">The file's name as the compiler wrote it down.</param>
/// <param name="Line">Counted from 1.</param>
public sealed record SourceLocation(string File, int Line)
{
    /// <summary>Finds where the instruction of a flaw comes from, for people; no part of a verdict. Pure.</summary>
    /// <param name="symbols">The bytes of the portable PDB that was made with the assembly.</param>
    /// <param name="flaw">The flaw.</param>
    /// <returns>Null when the symbols do not tell, or are not symbols.</returns>
    public static SourceLocation? Find(ReadOnlyMemory<byte> symbols, PackageFlaw flaw)
    {
        if (flaw.MethodToken == 0)
        {
            return null;
        }

        try
        {
            using var stream = new MemoryStream(symbols.ToArray(), writable: false);
            using var provider = MetadataReaderProvider.FromPortablePdbStream(stream);
            var reader = provider.GetMetadataReader();
            var method = ((MethodDefinitionHandle)MetadataTokens.EntityHandle(flaw.MethodToken)).ToDebugInformationHandle();
            SequencePoint? found = null;
            foreach (var point in reader.GetMethodDebugInformation(method).GetSequencePoints())
            {
                if (!point.IsHidden && (found == null || point.Offset <= flaw.Offset))
                {
                    found = point;
                }
            }

            return found is { } place
                ? new SourceLocation(reader.GetString(reader.GetDocument(place.Document).Name), place.StartLine)
                : null;
        }
        catch (Exception e) when (AssemblyBounds.IsMalformed(e))
        {
            return null;
        }
    }
}
