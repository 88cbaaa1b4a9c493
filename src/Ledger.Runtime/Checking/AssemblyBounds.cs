using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Ledger.Runtime;

/// <summary>
/// The first look at bytes that nobody has vouched for: a plain managed assembly of bounded size, whose tables can be read and whose
/// signatures nest only so deeply. What passes can be given to readers that recurse as the bytes tell them to.
/// </summary>
internal static class AssemblyBounds
{
    /// <summary>Most bytes of a package.</summary>
    public const int SizeMax = 4 << 20;

    private const int RowsMax = 1 << 17;

    /// <summary>The first flaw, or null.</summary>
    public static PackageFlaw? FirstFlaw(ReadOnlyMemory<byte> assembly)
    {
        if (assembly.Length > SizeMax)
        {
            return Flaw(RuleIds.Bounds, $"it is larger than {SizeMax} bytes");
        }

        try
        {
            using var stream = new MemoryStream(assembly.ToArray(), writable: false);
            using var file = new PEReader(stream, PEStreamOptions.PrefetchEntireImage);
            if (AssemblyRules.FirstFileFlaw(file) is { } fileFlaw)
            {
                return Flaw(RuleIds.File, fileFlaw);
            }

            var package = new PackageMetadata(file);
            if (AssemblyRules.FirstFlaw(package) is { } flaw)
            {
                return Flaw(RuleIds.File, flaw);
            }

            Walk(package);
            return null;
        }
        catch (RefusalException refusal)
        {
            return Flaw(refusal.Rule, refusal.Message);
        }
        catch (Exception e) when (IsMalformed(e))
        {
            return Flaw(RuleIds.Malformed, "it is not a well-formed .NET assembly");
        }
    }

    /// <summary>What the readers of the framework raise on malformed bytes; which of them is their affair.</summary>
    public static bool IsMalformed(Exception e) => e is BadImageFormatException or InvalidOperationException or ArgumentException
        or OverflowException or IOException or IndexOutOfRangeException or InvalidCastException;

    private static PackageFlaw Flaw(string rule, string sentence) => new(rule, sentence, null, null, 0, -1);

    private static void Walk(PackageMetadata package)
    {
        var metadata = package.Metadata;
        for (var table = 0; table < MetadataTokens.TableCount; table++)
        {
            Require(metadata.GetTableRowCount((TableIndex)table) <= RowsMax);
        }

        foreach (var handle in metadata.TypeDefinitions)
        {
            package.NameOf(handle);
        }

        foreach (var handle in metadata.TypeReferences)
        {
            package.NameOf(handle);
        }

        foreach (var handle in metadata.FieldDefinitions)
        {
            package.Signatures.Field(metadata.GetFieldDefinition(handle).Signature);
        }

        foreach (var handle in metadata.MethodDefinitions)
        {
            var method = metadata.GetMethodDefinition(handle);
            package.Signatures.Member(method.Signature);
            if (method.RelativeVirtualAddress != 0)
            {
                Require(package.File.GetMethodBody(method.RelativeVirtualAddress).ExceptionRegions.Length <= RowsMax);
            }
        }

        foreach (var handle in metadata.MemberReferences)
        {
            package.Signatures.Member(metadata.GetMemberReference(handle).Signature);
        }

        foreach (var handle in metadata.PropertyDefinitions)
        {
            package.Signatures.Member(metadata.GetPropertyDefinition(handle).Signature);
        }

        WalkRows(package, metadata);
    }

    private static void WalkRows(PackageMetadata package, MetadataReader metadata)
    {
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
    }

    private static void Require(bool wellFormed)
    {
        if (!wellFormed)
        {
            throw new BadImageFormatException();
        }
    }
}
