using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Ledger.Runtime;

/// <summary>
/// Puts short instructions in place of long ones, in one pass over the variables and one over the jumps: the library's way
/// counts all offsets anew for every jump, which takes time by the square of a method's length.
/// </summary>
internal static class ShortForms
{
    private static readonly OpCode[] Arguments = [OpCodes.Ldarg_0, OpCodes.Ldarg_1, OpCodes.Ldarg_2, OpCodes.Ldarg_3];
    private static readonly OpCode[] Loads = [OpCodes.Ldloc_0, OpCodes.Ldloc_1, OpCodes.Ldloc_2, OpCodes.Ldloc_3];
    private static readonly OpCode[] Stores = [OpCodes.Stloc_0, OpCodes.Stloc_1, OpCodes.Stloc_2, OpCodes.Stloc_3];

    private static readonly OpCode[] Constants =
    [
        OpCodes.Ldc_I4_M1, OpCodes.Ldc_I4_0, OpCodes.Ldc_I4_1, OpCodes.Ldc_I4_2, OpCodes.Ldc_I4_3, OpCodes.Ldc_I4_4,
        OpCodes.Ldc_I4_5, OpCodes.Ldc_I4_6, OpCodes.Ldc_I4_7, OpCodes.Ldc_I4_8,
    ];

    private static readonly Dictionary<Code, OpCode> Jumps = new()
    {
        [Code.Br] = OpCodes.Br_S, [Code.Brfalse] = OpCodes.Brfalse_S, [Code.Brtrue] = OpCodes.Brtrue_S,
        [Code.Beq] = OpCodes.Beq_S, [Code.Bge] = OpCodes.Bge_S, [Code.Bgt] = OpCodes.Bgt_S, [Code.Ble] = OpCodes.Ble_S,
        [Code.Blt] = OpCodes.Blt_S, [Code.Bne_Un] = OpCodes.Bne_Un_S, [Code.Bge_Un] = OpCodes.Bge_Un_S,
        [Code.Bgt_Un] = OpCodes.Bgt_Un_S, [Code.Ble_Un] = OpCodes.Ble_Un_S, [Code.Blt_Un] = OpCodes.Blt_Un_S,
    };

    /// <summary>Shortens the instructions of a body in their long forms; the body does the same as before.</summary>
    public static void Put(MethodBody body)
    {
        foreach (var instruction in body.Instructions)
        {
            ShortenVariable(body, instruction);
        }

        var offset = 0;
        foreach (var instruction in body.Instructions)
        {
            instruction.Offset = offset;
            offset += instruction.GetSize();
        }

        // Everything only moves closer together, so what is near enough now stays near enough.
        foreach (var instruction in body.Instructions)
        {
            if (instruction.Operand is Instruction target && Jumps.TryGetValue(instruction.OpCode.Code, out var jump) &&
                target.Offset - (instruction.Offset + instruction.GetSize()) is >= sbyte.MinValue + 8 and <= sbyte.MaxValue - 8)
            {
                instruction.OpCode = jump;
            }
        }
    }

    private static void ShortenVariable(MethodBody body, Instruction instruction)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Ldarg:
                var place = PlaceOf(body, instruction);
                Shorten(instruction, place, place, Arguments, OpCodes.Ldarg_S);
                break;
            case Code.Ldarga:
                Shorten(instruction, PlaceOf(body, instruction), -1, [], OpCodes.Ldarga_S);
                break;
            case Code.Starg:
                Shorten(instruction, PlaceOf(body, instruction), -1, [], OpCodes.Starg_S);
                break;
            case Code.Ldloc:
                var loaded = ((VariableDefinition)instruction.Operand).Index;
                Shorten(instruction, loaded, loaded, Loads, OpCodes.Ldloc_S);
                break;
            case Code.Stloc:
                var stored = ((VariableDefinition)instruction.Operand).Index;
                Shorten(instruction, stored, stored, Stores, OpCodes.Stloc_S);
                break;
            case Code.Ldloca:
                Shorten(instruction, ((VariableDefinition)instruction.Operand).Index, -1, [], OpCodes.Ldloca_S);
                break;
            case Code.Ldc_I4:
                ShortenConstant(instruction, (int)instruction.Operand);
                break;
            default:
                break;
        }
    }

    private static int PlaceOf(MethodBody body, Instruction instruction) =>
        ((ParameterDefinition)instruction.Operand).Index + (body.Method.HasThis ? 1 : 0);

    private static void Shorten(Instruction instruction, int place, int own, OpCode[] forms, OpCode form)
    {
        if (own >= 0 && own < forms.Length)
        {
            instruction.OpCode = forms[own];
            instruction.Operand = null;
        }
        else if (place <= byte.MaxValue)
        {
            instruction.OpCode = form;
        }
    }

    private static void ShortenConstant(Instruction instruction, int value)
    {
        if (value is >= -1 and <= 8)
        {
            instruction.OpCode = Constants[value + 1];
            instruction.Operand = null;
        }
        else if (value is >= sbyte.MinValue and <= sbyte.MaxValue)
        {
            instruction.OpCode = OpCodes.Ldc_I4_S;
            instruction.Operand = (sbyte)value;
        }
    }
}
