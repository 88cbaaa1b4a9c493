using System.Reflection.PortableExecutable;

namespace Ledger.Runtime;

/// <summary>
/// Checks what an assembly's metadata shows without looking at instructions: a plain managed assembly; references to
/// the SDK and to the allowed part of .NET only; no native code, pointers, floating point, finalizers, state in static
/// fields, caught exceptions or code that runs on loading; contract classes of the shape that
/// <see cref="Chaincode.ContractAttribute"/> describes. Thread safe.
/// </summary>
/// <remarks>
/// Instructions are another stage's matter. Until one stands behind this, raw IL can break type safety, use floating
/// point on the evaluation stack, recurse or loop for ever; the organisations that approve a package vouch that a
/// compiler made it.
/// </remarks>
public sealed class MetadataInspector : IPackageInspector
{
    /// <summary>Most contracts in a package.</summary>
    public const int ContractsMax = 32;

    /// <summary>Most functions of a contract.</summary>
    public const int FunctionsMax = 256;

    /// <inheritdoc/>
    public int RulesVersion => 1;

    /// <inheritdoc/>
    public PackageVerdict Inspect(ReadOnlyMemory<byte> assembly)
    {
        try
        {
            using var stream = new MemoryStream(assembly.ToArray(), writable: false);
            using var file = new PEReader(stream, PEStreamOptions.PrefetchEntireImage);
            if (AssemblyRules.FirstFileFlaw(file) is { } fileFlaw)
            {
                return PackageVerdict.Refuse(fileFlaw);
            }

            var package = new PackageMetadata(file);
            var flaw = AssemblyRules.FirstFlaw(package) ??
                ReferenceRules.FirstFlaw(package) ??
                TypeRules.FirstFlaw(package) ??
                MethodRules.FirstFlaw(package);
            return flaw == null ? ContractShape.Read(package) : PackageVerdict.Refuse(flaw);
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException or ArgumentException
            or OverflowException or IOException or IndexOutOfRangeException or InvalidCastException)
        {
            // The readers raise these on malformed bytes; which of them is their affair and not part of the verdict.
            return PackageVerdict.Refuse("it is not a well-formed .NET assembly");
        }
    }
}
