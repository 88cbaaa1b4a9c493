using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Ledger.Runtime;

/// <summary>
/// The static fields in which C# keeps the delegates of lambdas and method groups without captures. They change once, from null to
/// one delegate, in one sequence of instructions; anything else would be state between calls.
/// </summary>
internal static class DelegateCaches
{
    // ldsfld cache, dup, brtrue end, pop, target, ldftn, newobj, dup, stsfld cache, end
    private const int Length = 9;

    public static bool Is(FieldDefinition field) => field.IsStatic && RuleSet.IsDelegateCache(field);

    /// <summary>A cache is loaded only where it is filled when it is empty; rewritten code does not load it at all.</summary>
    public static void CheckLoad(Instruction[] code, int place, bool[] leaders, FieldDefinition field, bool isRewritten)
    {
        if (!Is(field))
        {
            throw new RefusalException(
                RuleIds.StaticState, $"it reads {field.DeclaringType.Name}.{field.Name}, a static field that can change");
        }

        if (isRewritten || !IsSequence(code, place, field))
        {
            throw new RefusalException(RuleIds.StaticState, $"it uses {field.Name}, in which C# keeps a delegate, in a way of its own");
        }

        for (var i = place + 1; i < place + Length; i++)
        {
            if (leaders[i])
            {
                throw new RefusalException(RuleIds.StaticState, $"it jumps to where C# makes the delegate {field.Name}");
            }
        }
    }

    /// <summary>A cache is filled only there.</summary>
    public static void CheckStore(Instruction[] code, int place, FieldDefinition field)
    {
        if (place < Length - 1 || !Is(field) || !IsSequence(code, place - Length + 1, field))
        {
            throw new RefusalException(
                RuleIds.StaticState,
                $"it changes {field.DeclaringType.Name}.{field.Name}, a static field; keep state in CallContext.State");
        }
    }

    private static bool IsSequence(Instruction[] code, int start, FieldDefinition field) =>
        start + Length < code.Length &&
        IsField(code[start], Code.Ldsfld, field) &&
        code[start + 1].OpCode.Code == Code.Dup &&
        code[start + 2].OpCode.Code is Code.Brtrue or Code.Brtrue_S && code[start + 2].Operand == code[start + Length] &&
        code[start + 3].OpCode.Code == Code.Pop &&
        code[start + 4].OpCode.Code is Code.Ldsfld or Code.Ldnull &&
        code[start + 5].OpCode.Code == Code.Ldftn &&
        code[start + 6].OpCode.Code == Code.Newobj &&
        code[start + 7].OpCode.Code == Code.Dup &&
        IsField(code[start + 8], Code.Stsfld, field);

    private static bool IsField(Instruction instruction, Code code, FieldDefinition field) =>
        instruction.OpCode.Code == code && instruction.Operand is FieldReference reference &&
        reference.Name == field.Name && MemberSignature.NameOf(reference.DeclaringType) == MemberSignature.NameOf(field.DeclaringType);
}
