using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Ledger.Runtime;

/// <summary>
/// The ways in which C# uses data of the file: the values of an array (<c>ldtoken</c>, <c>InitializeArray</c>), a span over
/// numbers (<c>ldtoken</c>, <c>CreateSpan</c>), a span over bytes (<c>ldsflda</c>, length, constructor).
/// </summary>
internal static class FileData
{
    /// <summary>Instructions of the third way.</summary>
    public const int SpanLength = 3;

    /// <summary>Whether the next instruction, which nothing jumps to, calls a static method of the framework.</summary>
    public static bool IsFollowedBy(Instruction[] code, int place, bool[] leaders, string type, string method) =>
        place + 1 < code.Length && !leaders[place + 1] && code[place + 1].OpCode.Code == Code.Call &&
        code[place + 1].Operand is MethodReference reference && reference.Name == method &&
        reference.DeclaringType is not (null or TypeDefinition) && MemberSignature.NameOf(reference.DeclaringType) == type &&
        RuleSet.Current.Member(reference) != null;

    /// <summary>The span that <c>ldsflda</c>, a length and the constructor make.</summary>
    public static IlType Span(TypeUniverse universe, Instruction[] code, int place, bool[] leaders, FieldDefinition data)
    {
        if (place + SpanLength <= code.Length && !leaders[place + 1] && !leaders[place + 2] &&
            Constant(code[place + 1]) is { } length && code[place + 2].OpCode.Code == Code.Newobj &&
            code[place + 2].Operand is MethodReference constructor &&
            MemberSignature.Of(constructor) == "System.Void System.ReadOnlySpan`1::.ctor(System.Void*,System.Int32)")
        {
            var owner = universe.Decode(constructor.DeclaringType, TypePlace.Owner);
            if (owner.Is("System.ReadOnlySpan`1") && Size(owner.Element) == 1 && length >= 0 && length <= Bytes(data).Length)
            {
                CheckBooleans(owner.Element, data);
                return owner;
            }
        }

        throw new RefusalException(RuleIds.Layout, "it uses data of the file otherwise than C# does");
    }

    /// <summary>The span that <c>CreateSpan</c> makes.</summary>
    public static IlType TypedSpan(TypeUniverse universe, Instruction call, FieldDefinition data)
    {
        if (call.Operand is GenericInstanceMethod { GenericArguments.Count: 1 } method)
        {
            var element = universe.Decode(method.GenericArguments[0], TypePlace.Value);
            CheckElement(element, data);
            return IlType.Named(universe.Framework("System.ReadOnlySpan`1").Shape!, element);
        }

        throw new RefusalException(RuleIds.Malformed, "it calls CreateSpan without a type");
    }

    /// <summary>Data of the file may fill elements of a type.</summary>
    public static void CheckElement(IlType element, FieldDefinition data)
    {
        if (Size(element) == 0 || Bytes(data).Length == 0)
        {
            throw new RefusalException(RuleIds.Layout, $"it fills elements of type {element} with data of the file");
        }

        CheckBooleans(element, data);
    }

    private static void CheckBooleans(IlType element, FieldDefinition data)
    {
        if (TypeRelations.Stored(element) == "System.Boolean" && Bytes(data).AsSpan().ContainsAnyExceptInRange((byte)0, (byte)1))
        {
            throw new RefusalException(RuleIds.Boolean, "it fills truth values with numbers that are neither 0 nor 1");
        }
    }

    private static byte[] Bytes(FieldDefinition data)
    {
        var isKnown = data.FieldType is TypeDefinition { ClassSize: > 0 } || data.FieldType.IsPrimitive;
        return (data.Attributes & FieldAttributes.HasFieldRVA) != 0 && isKnown ? data.InitialValue ?? [] : [];
    }

    private static int? Constant(Instruction instruction) => instruction.OpCode.Code switch
    {
        >= Code.Ldc_I4_0 and <= Code.Ldc_I4_8 and var code => code - Code.Ldc_I4_0,
        Code.Ldc_I4_S => (sbyte)instruction.Operand,
        Code.Ldc_I4 => (int)instruction.Operand,
        _ => null,
    };

    private static int Size(IlType element) => TypeRelations.Stored(element) switch
    {
        "System.Byte" or "System.Boolean" => 1,
        "System.Int16" or "System.Char" => 2,
        "System.Int32" => 4,
        "System.Int64" => 8,
        _ => 0,
    };
}
