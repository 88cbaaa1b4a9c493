using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Ledger.Runtime;

/// <content>Constants, variables, arithmetic, conversions.</content>
internal sealed partial class MethodVerifier
{
    private int Execute(int place, Instruction instruction) =>
        ExecuteFlow(place, instruction) ?? ExecuteVariable(place, instruction) ?? ExecuteNumber(place, instruction) ??
        ExecuteMemory(place, instruction) ?? ExecuteObject(place, instruction);

    private int? ExecuteVariable(int place, Instruction instruction)
    {
        var code = instruction.OpCode.Code;
        switch (code)
        {
            case Code.Nop:
                break;
            case Code.Dup:
                _frame.Push(_frame.Peek(0));
                break;
            case Code.Pop:
                _frame.Pop();
                break;
            case Code.Ldnull:
                _frame.Push(new Slot(IlType.Null));
                break;
            case Code.Ldstr:
                _frame.Push(new Slot(_universe.Framework("System.String")));
                break;
            case (>= Code.Ldarg_0 and <= Code.Ldarg_3) or Code.Ldarg or Code.Ldarg_S:
                LoadArgument(ArgumentOf(instruction));
                break;
            case Code.Ldarga or Code.Ldarga_S:
                LoadArgumentAddress(ArgumentOf(instruction));
                break;
            case Code.Starg or Code.Starg_S:
                StoreArgument(ArgumentOf(instruction));
                break;
            case (>= Code.Ldloc_0 and <= Code.Ldloc_3) or Code.Ldloc or Code.Ldloc_S:
                LoadLocal(LocalOf(instruction));
                break;
            case Code.Ldloca or Code.Ldloca_S:
                LoadLocalAddress(LocalOf(instruction));
                break;
            case (>= Code.Stloc_0 and <= Code.Stloc_3) or Code.Stloc or Code.Stloc_S:
                StoreLocal(LocalOf(instruction));
                break;
            default:
                return null;
        }

        return place + 1;
    }

    private int? ExecuteNumber(int place, Instruction instruction)
    {
        var code = instruction.OpCode.Code;
        switch (code)
        {
            case Code.Ldc_I4_M1:
                PushInt32(-1);
                break;
            case >= Code.Ldc_I4_0 and <= Code.Ldc_I4_8:
                PushInt32(code - Code.Ldc_I4_0);
                break;
            case Code.Ldc_I4_S:
                PushInt32((sbyte)instruction.Operand);
                break;
            case Code.Ldc_I4:
                PushInt32((int)instruction.Operand);
                break;
            case Code.Ldc_I8:
                _frame.Push(new Slot(_int64));
                break;
            case Code.And or Code.Or or Code.Xor:
                Combine(code);
                break;
            case Code.Add or Code.Sub or Code.Mul or Code.Div or Code.Div_Un or Code.Rem or Code.Rem_Un or Code.Add_Ovf or
                Code.Add_Ovf_Un or Code.Sub_Ovf or Code.Sub_Ovf_Un or Code.Mul_Ovf or Code.Mul_Ovf_Un:
                Compute();
                break;
            case Code.Neg or Code.Not:
                _frame.Push(new Slot(PopInteger().Type));
                break;
            case Code.Shl or Code.Shr or Code.Shr_Un:
                Shift();
                break;
            case Code.Ceq:
                PopEqual();
                PushInt32(1);
                break;
            case Code.Cgt_Un when _frame.Peek(0).Type.Kind == IlKind.Null:
                PopEqual();
                PushInt32(1);
                break;
            case Code.Cgt or Code.Cgt_Un or Code.Clt or Code.Clt_Un:
                PopOrdered();
                PushInt32(1);
                break;
            default:
                if (!Convert(code))
                {
                    return null;
                }

                break;
        }

        return place + 1;
    }

    // Max of -1 says nothing, so negative constants say nothing.
    private void PushInt32(int max) => _frame.Push(new Slot(_int32, Max: Math.Max(max, -1)));

    /// <summary>A value of a type comes onto the stack from where values of that type are kept.</summary>
    private void PushKept(IlType type, SlotMarks marks = SlotMarks.None) =>
        _frame.Push(new Slot(_relations.OnStack(type), marks, MaxOf(type)));

    private static int MaxOf(IlType type) => TypeRelations.Stored(type) switch
    {
        "System.Boolean" => 1,
        "System.Byte" when type.Is("System.Byte") => byte.MaxValue,
        "System.Char" => char.MaxValue,
        _ => -1,
    };

    private void Combine(Code code)
    {
        var y = PopInteger();
        var x = PopInteger();
        if (!x.Type.Equals(y.Type))
        {
            throw Mismatch(x.Type, y.Type.ToString());
        }

        var max = code == Code.And
            ? x.Max < 0 ? y.Max : y.Max < 0 ? x.Max : Math.Min(x.Max, y.Max)
            : x.Max is 0 or 1 && y.Max is 0 or 1 ? 1 : -1;
        _frame.Push(new Slot(x.Type, Max: x.Type.Equals(_int32) ? max : -1));
    }

    private void Compute()
    {
        var y = PopInteger();
        var x = PopInteger();
        if (!x.Type.Equals(y.Type))
        {
            throw Mismatch(x.Type, y.Type.ToString());
        }

        _frame.Push(new Slot(x.Type));
    }

    private void Shift()
    {
        var count = Pop(_int32);
        var value = PopInteger();
        var width = value.Type.Equals(_int32) ? 32 : 64;
        if (count.Max < 0 || count.Max >= width)
        {
            throw new RefusalException(
                RuleIds.Shift, $"it shifts by a count that may be {width} or more, which processors treat differently");
        }

        _frame.Push(new Slot(value.Type));
    }

    private bool Convert(Code code)
    {
        IlType to;
        var max = -1;
        switch (code)
        {
            case Code.Conv_I8 or Code.Conv_U8 or Code.Conv_Ovf_I8 or Code.Conv_Ovf_U8 or Code.Conv_Ovf_I8_Un or Code.Conv_Ovf_U8_Un:
                to = _int64;
                break;
            case Code.Conv_I or Code.Conv_U or Code.Conv_Ovf_I or Code.Conv_Ovf_U or Code.Conv_Ovf_I_Un or Code.Conv_Ovf_U_Un:
                to = IlType.NativeInteger;
                break;
            case Code.Conv_U1 or Code.Conv_Ovf_U1 or Code.Conv_Ovf_U1_Un:
                to = _int32;
                max = byte.MaxValue;
                break;
            case Code.Conv_U2 or Code.Conv_Ovf_U2 or Code.Conv_Ovf_U2_Un:
                to = _int32;
                max = char.MaxValue;
                break;
            case Code.Conv_I1 or Code.Conv_I2 or Code.Conv_I4 or Code.Conv_U4 or Code.Conv_Ovf_I1 or Code.Conv_Ovf_I2 or
                Code.Conv_Ovf_I4 or Code.Conv_Ovf_U4 or Code.Conv_Ovf_I1_Un or Code.Conv_Ovf_I2_Un or Code.Conv_Ovf_I4_Un or
                Code.Conv_Ovf_U4_Un:
                to = _int32;
                break;
            default:
                return false;
        }

        var from = _frame.Pop();
        if (!from.Type.Equals(_int32) && !from.Type.Equals(_int64) && from.Type.Kind != IlKind.NativeInteger)
        {
            throw Mismatch(from.Type, "an integer");
        }

        // A small value stays what it is in a type that holds it.
        if (to.Equals(_int32) && from.Max is >= 0 and <= sbyte.MaxValue)
        {
            max = from.Max;
        }

        _frame.Push(new Slot(to, Max: max));
        return true;
    }

    private Slot PopInteger()
    {
        var value = _frame.Pop();
        return value.Type.Equals(_int32) || value.Type.Equals(_int64) ? value : throw Mismatch(value.Type, "int or long");
    }

    private Slot Pop(IlType type)
    {
        var value = _frame.Pop();
        return value.Type.Equals(type) ? value : throw Mismatch(value.Type, type.ToString());
    }

    /// <summary>Takes a value that is to be kept as a type.</summary>
    private Slot PopFor(IlType type)
    {
        var value = _frame.Pop();
        if (!_relations.IsAssignable(value.Type, type))
        {
            throw Mismatch(value.Type, type.ToString());
        }

        if (TypeRelations.Stored(type) == "System.Boolean" && value.Max is not (0 or 1))
        {
            throw new RefusalException(
                RuleIds.Boolean, "it makes a truth value of a number that may be neither 0 nor 1, which compilers treat differently");
        }

        return value;
    }

    private static RefusalException Mismatch(IlType found, string wanted) => new(
        RuleIds.Stack, $"it uses {found} where {wanted} is needed; no compiler makes such code, and it could break type safety");

    private int ArgumentOf(Instruction instruction) => instruction.OpCode.Code switch
    {
        >= Code.Ldarg_0 and <= Code.Ldarg_3 and var code => code - Code.Ldarg_0,
        _ => instruction.Operand is ParameterDefinition parameter
            ? parameter.Index + (_method.HasThis ? 1 : 0)
            : throw new RefusalException(RuleIds.Malformed, "it names a parameter that is not there"),
    };

    private static int LocalOf(Instruction instruction) => instruction.OpCode.Code switch
    {
        >= Code.Ldloc_0 and <= Code.Ldloc_3 and var code => code - Code.Ldloc_0,
        >= Code.Stloc_0 and <= Code.Stloc_3 and var code => code - Code.Stloc_0,
        _ => instruction.Operand is VariableDefinition variable
            ? variable.Index
            : throw new RefusalException(RuleIds.Malformed, "it names a variable that is not there"),
    };

    private IlType ArgumentType(int argument)
    {
        var index = _method.HasThis ? argument - 1 : argument;
        if (index < 0)
        {
            return _type.IsValueType ? IlType.ReferenceTo(_type.Self) : _type.Self;
        }

        return index < _method.Parameters.Length
            ? _method.Parameters[index]
            : throw new RefusalException(RuleIds.Malformed, "it names a parameter that is not there");
    }

    private void LoadArgument(int argument)
    {
        var type = ArgumentType(argument);
        if (_method.HasThis && argument == 0)
        {
            var readOnly = _type.IsValueType && _method.IsReadOnly && !_method.IsConstructor;
            _frame.Push(new Slot(type, SlotMarks.This | (readOnly ? SlotMarks.ReadOnly : SlotMarks.None)));
            return;
        }

        var index = _method.HasThis ? argument - 1 : argument;
        PushKept(type, _method.ReadOnlyParameters[index] ? SlotMarks.ReadOnly : SlotMarks.None);
    }

    private void LoadArgumentAddress(int argument)
    {
        RefuseThis(argument);
        PushAddress(ArgumentType(argument), Slot.FirstParameter + argument);
    }

    private void StoreArgument(int argument)
    {
        RefuseThis(argument);
        var type = ArgumentType(argument);
        var value = PopFor(type);
        if ((value.Marks & (SlotMarks.Local | SlotMarks.ReadOnly)) != 0 && (type.Kind == IlKind.Reference || IsByRefLike(type)))
        {
            throw new RefusalException(
                RuleIds.Escape, "it puts a reference to a variable into a parameter; put it into a variable of its own");
        }
    }

    private void RefuseThis(int argument)
    {
        if (_method.HasThis && argument == 0)
        {
            throw new RefusalException(RuleIds.Stack, "it replaces the object that it is called on");
        }
    }

    private IlType LocalType(int local) => local < _locals.Length
        ? _locals[local]
        : throw new RefusalException(RuleIds.Malformed, "it names a variable that is not there");

    private void LoadLocal(int local)
    {
        var type = LocalType(local);
        if ((_frame.Locals[local] & SlotMarks.Unassigned) != 0)
        {
            throw new RefusalException(
                RuleIds.Locals, "it uses a variable for references before one is put into it; no compiler makes such code");
        }

        PushKept(type, _frame.Locals[local]);
    }

    private void LoadLocalAddress(int local) => PushAddress(LocalType(local), local);

    private void StoreLocal(int local)
    {
        var type = LocalType(local);
        var value = PopFor(type);
        _frame.Locals[local] = type.Kind == IlKind.Reference || IsByRefLike(type)
            ? value.Marks & (SlotMarks.Local | SlotMarks.ReadOnly)
            : SlotMarks.None;
    }

    private void PushAddress(IlType type, int variable)
    {
        if (type.Kind == IlKind.Reference)
        {
            throw new RefusalException(RuleIds.Escape, "it makes a reference to a reference");
        }

        _frame.Push(new Slot(IlType.ReferenceTo(type), SlotMarks.Local, Variable: variable));
    }

    private static bool IsByRefLike(IlType type) => type is { Kind: IlKind.Named, Shape.IsByRefLike: true };

    /// <summary>Marks of what a reference to a span refers to.</summary>
    private SlotMarks MarksBehind(Slot reference)
    {
        if (reference.Variable == Slot.NoVariable)
        {
            if (_context.IsRewritten)
            {
                // The meter puts such references aside; that they do not escape was proved before.
                return SlotMarks.None;
            }

            throw new RefusalException(RuleIds.Escape, "it loses track of which span a reference means");
        }

        return reference.Variable < Slot.FirstParameter ? _frame.Locals[reference.Variable] : SlotMarks.None;
    }
}
