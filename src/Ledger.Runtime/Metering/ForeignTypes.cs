using System.Collections.Frozen;
using Mono.Cecil;

namespace Ledger.Runtime;

/// <summary>Sizes of the framework's and the SDK's structs, by name; everything not named here is a reference.</summary>
internal static class ForeignTypes
{
    private static readonly FrozenDictionary<string, TypeSize> Fixed = new Dictionary<string, TypeSize>
    {
        ["System.Boolean"] = new(1, 1),
        ["System.Byte"] = new(1, 1),
        ["System.SByte"] = new(1, 1),
        ["System.Char"] = new(2, 2),
        ["System.Int16"] = new(2, 2),
        ["System.UInt16"] = new(2, 2),
        ["System.Int32"] = new(4, 4),
        ["System.UInt32"] = new(4, 4),
        ["System.Void"] = new(1, 1),
        ["System.Int128"] = new(16, 16),
        ["System.UInt128"] = new(16, 16),
        ["System.Range"] = new(8, 4),
        ["System.Runtime.CompilerServices.DefaultInterpolatedStringHandler"] = new(64, 8),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // Generic structs: what they hold beside their arguments.
    private static readonly FrozenDictionary<string, int> Around = new Dictionary<string, int>
    {
        ["System.Nullable`1"] = 8,
        ["System.Span`1"] = 16,
        ["System.ReadOnlySpan`1"] = 16,
        ["System.Memory`1"] = 16,
        ["System.ReadOnlyMemory`1"] = 16,
        ["System.Collections.Generic.KeyValuePair`2"] = 0,
        ["System.Collections.Generic.List`1/Enumerator"] = 24,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // An exception and the beginning of its stack trace.
    private const int ExceptionSize = 256;

    // Larger than every struct of the SDK; a reference that is taken for one costs a little more than it should.
    private const int SdkStructSize = 64;

    /// <summary>Bytes of the fields that a base class outside the package brings.</summary>
    public static int BaseSize(TypeReference type) => type.FullName switch
    {
        "System.Object" => 0,
        "System.MulticastDelegate" => 48,
        _ => ExceptionSize,
    };

    public static TypeSize SizeOf(TypeReference type, TypeSize[] arguments)
    {
        var name = type.FullName;
        if (Fixed.TryGetValue(name, out var size))
        {
            return size;
        }

        var isTuple = name.StartsWith("System.ValueTuple`", StringComparison.Ordinal);
        if (isTuple || Around.ContainsKey(name))
        {
            // Spans refer to their elements, the others hold them.
            var bytes = isTuple ? 0 : Around[name];
            var alignment = 8;
            foreach (var argument in name.Contains("Span", StringComparison.Ordinal) ? [] : arguments)
            {
                bytes = TypeSize.RoundUp(argument.After(bytes), 8);
                alignment = Math.Max(alignment, argument.Alignment);
            }

            return Limited(type, new TypeSize(TypeSize.RoundUp(bytes, alignment), alignment));
        }

        if (!type.IsValueType || type.IsPrimitive)
        {
            return TypeSize.Reference;
        }

        return Limited(type, new TypeSize(
            TypeSize.RoundUp(SdkStructSize + arguments.Sum(a => a.Bytes), 16), 16));
    }

    private static TypeSize Limited(TypeReference type, TypeSize size) => size.Bytes <= TypeSizes.StructSizeMax
        ? size
        : throw new MeteringException($"{type.FullName} takes more than {TypeSizes.StructSizeMax} bytes here");
}
