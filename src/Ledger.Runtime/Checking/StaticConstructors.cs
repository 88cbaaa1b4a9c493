using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Ledger.Runtime;

/// <summary>
/// Static constructors run once in the life of a process, at a time that the runtime chooses, and are not charged: so they only store
/// constants, in one straight line that cannot fail.
/// </summary>
internal static class StaticConstructors
{
    /// <summary>Most instructions.</summary>
    public const int InstructionsMax = 2048;

    public static void Check(PackageContext context, MethodDefinition method)
    {
        if (method.Body.Instructions.Count > InstructionsMax)
        {
            throw Refuse($"is longer than {InstructionsMax} instructions");
        }

        if (method.Body.HasExceptionHandlers)
        {
            throw Refuse("has a try block");
        }

        foreach (var instruction in method.Body.Instructions)
        {
            context.Place.At(instruction.Offset);
            if (!IsConstant(context, instruction))
            {
                throw Refuse("does more than to store constants");
            }
        }
    }

    private static RefusalException Refuse(string what) => new(
        RuleIds.StaticConstructor,
        $"the static constructor {what}; it runs at no certain time, so static readonly fields are numbers and texts");

    private static bool IsConstant(PackageContext context, Instruction instruction)
    {
        switch (instruction.OpCode.Code)
        {
            case >= Code.Ldc_I4_M1 and <= Code.Ldc_I8:
            case Code.Nop or Code.Ldstr or Code.Ldnull or Code.Stsfld or Code.Ret or Code.Conv_I8 or Code.Conv_U8 or Code.Conv_I4 or
                Code.Conv_U4 or Code.Conv_I2 or Code.Conv_U2 or Code.Conv_I1 or Code.Conv_U1:
            case >= Code.Ldloc_0 and <= Code.Stloc_3:
            case Code.Ldloc_S or Code.Ldloca_S or Code.Stloc_S or Code.Initobj or Code.Neg:
                return true;
            case Code.Call or Code.Newobj:
                return instruction.Operand is MethodReference method && IsConstant(context, method);
            case Code.Ldsflda:
                return instruction.Operand is FieldReference { DeclaringType: var owner } &&
                    MemberSignature.NameOf(owner) == MemberSignature.NameOf(context.Place.Type!);
            case Code.Ldsfld:
                // Text.Empty and the like.
                return instruction.Operand is FieldReference { DeclaringType: { } declaring } &&
                    declaring.GetElementType() is not TypeDefinition;
            default:
                return false;
        }
    }

    private static bool IsConstant(PackageContext context, MethodReference reference)
    {
        var method = context.Universe.Resolve(reference, out var owner, out _);
        return owner.Shape!.Origin switch
        {
            TypeOrigin.Framework => (method.Rule!.Traits & MemberTraits.Constant) != 0 ||
                (method.IsConstructor && (owner.Shape.Name == "System.Nullable`1" ||
                    owner.Shape.Name.StartsWith("System.ValueTuple`", StringComparison.Ordinal))),
            TypeOrigin.Sdk => method.IsConstructor && owner.Shape.IsValueType && owner.Arguments.Length == 0 &&
                Array.TrueForAll(method.Parameters, p => p is { Kind: IlKind.Named, Shape.IsNumber: true }),
            _ => RuleSet.IsUncharged(method.Definition!) && method.IsConstructor,
        };
    }
}
