using System.Globalization;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Ledger.Runtime;

namespace Ledger.Cli.Chaincode;

/// <summary>Where in the sources the checker stumbled, when the build left its debugging symbols beside the assembly.</summary>
internal static class SourceLine
{
    /// <summary>As in <c>ShopContract.cs line 30, instruction IL_0012</c>; empty when nothing is known.</summary>
    /// <param name="assembly">Path of the assembly; its symbols lie beside it.</param>
    /// <param name="flaw">What the checker says.</param>
    public static string Of(string assembly, PackageFlaw? flaw)
    {
        if (flaw is not { MethodToken: not 0 })
        {
            return "";
        }

        var instruction = flaw.Offset < 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"instruction IL_{flaw.Offset:x4}");
        var line = Line(Path.ChangeExtension(assembly, ".pdb"), flaw);
        return line.Length == 0 ? instruction : instruction.Length == 0 ? line : $"{line}, {instruction}";
    }

    private static string Line(string symbols, PackageFlaw flaw)
    {
        if (!File.Exists(symbols))
        {
            return "";
        }

        try
        {
            using var provider = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(symbols));
            var reader = provider.GetMetadataReader();
            var handle = MetadataTokens.MethodDefinitionHandle(flaw.MethodToken & 0xffffff);
            SequencePoint? best = null;
            foreach (var point in reader.GetMethodDebugInformation(handle).GetSequencePoints())
            {
                if (!point.IsHidden && (best == null || point.Offset <= flaw.Offset))
                {
                    best = point;
                }
            }

            return best is not { } found
                ? ""
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Path.GetFileName(reader.GetString(reader.GetDocument(found.Document).Name))} line {found.StartLine}");
        }
        catch (BadImageFormatException)
        {
            // Symbols of another form or of another build: the sentence alone must do.
            return "";
        }
    }
}
