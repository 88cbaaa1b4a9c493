using Ledger.Chaincode.Metering;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Ledger.Runtime;

/// <summary>
/// The constant part of every instruction's cost: the instruction's own, that of moving a large struct, of allocating an
/// object, of calling a member outside the package. Belongs to one package; not thread safe.
/// </summary>
internal sealed class InstructionCosts
{
    /// <summary>Units of work in one gas.</summary>
    public const int UnitsPerGas = 6;

    /// <summary>Work of entering and leaving a function, part of its first block.</summary>
    public const int EnterUnits = 36;

    /// <summary>Header of an array, in bytes.</summary>
    public const int ArrayHeaderSize = 24;

    /// <summary>Work of allocating anything, beside its bytes.</summary>
    private const int AllocationUnits = 60;

    // Structs up to this size move in registers.
    private const int FreeCopySize = 16;
    private const int CopyBytesPerUnit = 8;

    private readonly RuleSet _rules;
    private readonly TypeSizes _sizes;

    public InstructionCosts(RuleSet rules, TypeSizes sizes)
    {
        _rules = rules;
        _sizes = sizes;
    }

    /// <summary>Gas of an amount of work, rounded up.</summary>
    public static int Gas(int work) => (work + UnitsPerGas - 1) / UnitsPerGas;

    /// <summary>What the instruction costs.</summary>
    /// <param name="instruction">With its long form: macros cost what they stand for.</param>
    /// <exception cref="MeteringException">The rules have no price.</exception>
    public InstructionCost Of(Instruction instruction)
    {
        var name = instruction.OpCode.Name;
        var work = _rules.Opcode(name)?.Gas ?? throw new MeteringException($"the instruction {name} has no price");
        switch (instruction.Operand)
        {
            case MethodReference method when instruction.OpCode.Code is Code.Call or Code.Callvirt or Code.Newobj:
                return OfCall(instruction, method, work);
            case TypeReference type when instruction.OpCode.Code == Code.Newarr:
                return Allocation(work, ArrayHeaderSize, 8);
            case TypeReference type when instruction.OpCode.Code == Code.Box:
                return Allocation(work, TypeSize.RoundUp(16 + _sizes.Of(type).Bytes, 8), 8);
            case TypeReference type:
                return Moving(work, _sizes.Of(type).Bytes);
            case FieldReference field when instruction.OpCode.Code is Code.Ldfld or Code.Ldsfld or Code.Stfld:
                return Moving(work, _sizes.Of(CallTypes.Of(field)).Bytes);
            case VariableDefinition local when instruction.OpCode.Code is Code.Ldloc or Code.Stloc:
                return Moving(work, _sizes.Of(local.VariableType).Bytes);
            case ParameterDefinition parameter when instruction.OpCode.Code is Code.Ldarg or Code.Starg:
                return Moving(work, _sizes.Of(parameter.ParameterType).Bytes);
            default:
                return new InstructionCost(work, 0, 8);
        }
    }

    /// <summary>Units that a term of a call counts without looking at any value, or null when it must look.</summary>
    public static int? ConstantUnits(CostTerm term, Instruction call) => term.Measure == CostMeasure.One
        ? 1
        // Data of the file is laid out by a fixed sequence, which nothing may be put into: its size is known.
        : call.Previous is { OpCode.Code: Code.Ldtoken, Operand: FieldDefinition data } ? data.InitialValue.Length
        : null;

    /// <summary>Bytes of memory that a term counts for each unit.</summary>
    public int BytesPerUnit(CostTerm term, MethodReference method)
    {
        if (!term.OfElement || term.BytesPerUnit == 0)
        {
            return term.BytesPerUnit;
        }

        var element = method is GenericInstanceMethod generic ? generic.GenericArguments[0]
            : method.DeclaringType is GenericInstanceType owner ? owner.GenericArguments[0]
            : throw new MeteringException($"{method.FullName} has no element");
        return term.BytesPerUnit * _sizes.Of(element).Bytes;
    }

    private InstructionCost OfCall(Instruction instruction, MethodReference method, int work)
    {
        var result = instruction.OpCode.Code == Code.Newobj
            ? _sizes.Of(method.DeclaringType).Bytes
            : _sizes.Of(CallTypes.Substitute(method.ReturnType, method)).Bytes;
        if (_rules.CostOf(method) is { } cost)
        {
            var bytes = cost.Bytes;
            var gas = cost.Gas;
            foreach (var term in cost.Terms)
            {
                if (ConstantUnits(term, instruction) is { } units)
                {
                    gas += (long)units * term.GasPer16 / 16;
                    bytes += (long)units * BytesPerUnit(term, method);
                }
            }

            work += checked((int)(gas * UnitsPerGas));
            return bytes == 0
                ? Moving(work, result)
                : Allocation(Moving(work, result).Units, checked((int)bytes), result);
        }

        if (!IsOwn(method.DeclaringType))
        {
            throw new MeteringException($"{method.FullName} has no price");
        }

        return instruction.OpCode.Code == Code.Newobj && IsClass(method.DeclaringType)
            ? Allocation(work, _sizes.OfObject(method.DeclaringType), 8)
            : Moving(work, result);
    }

    // Methods of arrays allocate and copy by rules of their own.
    private static bool IsOwn(TypeReference type) => type is not ArrayType && type.GetElementType() is TypeDefinition;

    private static bool IsClass(TypeReference type) => type.GetElementType() is TypeDefinition { IsValueType: false };

    private static InstructionCost Moving(int work, int bytes) =>
        new(work + (bytes <= FreeCopySize ? 0 : bytes / CopyBytesPerUnit), 0, Math.Max(8, bytes));

    private static InstructionCost Allocation(int work, int bytes, int result) =>
        new(work + AllocationUnits + (bytes * UnitsPerGas / Meter.BytesPerGas), bytes, Math.Max(8, result));
}
