using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Ledger.Metering.Tests;

/// <summary>Locals, arguments, elements, fields and pointers to them.</summary>
internal sealed partial class Machine
{
    private static readonly Dictionary<Code, MetadataType> Widths = new()
    {
        [Code.Ldelem_I1] = MetadataType.SByte, [Code.Ldelem_U1] = MetadataType.Byte,
        [Code.Ldelem_I2] = MetadataType.Int16, [Code.Ldelem_U2] = MetadataType.UInt16,
        [Code.Ldind_I1] = MetadataType.SByte, [Code.Ldind_U1] = MetadataType.Byte,
        [Code.Ldind_I2] = MetadataType.Int16, [Code.Ldind_U2] = MetadataType.UInt16,
        [Code.Stelem_I1] = MetadataType.SByte, [Code.Stelem_I2] = MetadataType.Int16,
        [Code.Stind_I1] = MetadataType.SByte, [Code.Stind_I2] = MetadataType.Int16,
    };

    private bool Memory(Frame frame, Instruction instruction)
    {
        var code = instruction.OpCode.Code;
        switch (code)
        {
            case Code.Nop or Code.Constrained or Code.Readonly:
                return true;
            case Code.Ldc_I4:
                frame.Push(Value.Int((int)instruction.Operand));
                return true;
            case Code.Ldc_I8:
                frame.Push(Value.Long((long)instruction.Operand));
                return true;
            case Code.Ldnull:
                frame.Push(Value.Null);
                return true;
            case Code.Ldstr:
                frame.Push(Value.Of(instruction.Operand));
                return true;
            case Code.Dup:
                frame.Push(frame.Peek().Copy());
                return true;
            case Code.Pop:
                frame.Pop();
                return true;
            case Code.Ldloc:
                frame.Push(frame.Locals[((VariableDefinition)instruction.Operand).Index].Copy());
                return true;
            case Code.Ldloca:
                frame.Push(Value.Pointer(frame.Locals, ((VariableDefinition)instruction.Operand).Index));
                return true;
            case Code.Stloc:
                var local = (VariableDefinition)instruction.Operand;
                frame.Locals[local.Index] = Store(local.VariableType, frame.Pop());
                return true;
            case Code.Ldarg:
                frame.Push(frame.Arguments[PlaceOf(frame, (ParameterDefinition)instruction.Operand)].Copy());
                return true;
            case Code.Ldarga:
                frame.Push(Value.Pointer(
                    frame.Arguments, PlaceOf(frame, (ParameterDefinition)instruction.Operand)));
                return true;
            case Code.Starg:
                var parameter = (ParameterDefinition)instruction.Operand;
                frame.Arguments[PlaceOf(frame, parameter)] = Store(parameter.ParameterType, frame.Pop());
                return true;
            default:
                return Fields(frame, instruction) || Elements(frame, instruction) || Pointers(frame, instruction);
        }
    }

    private static int PlaceOf(Frame frame, ParameterDefinition parameter) => frame.Program.Method.HasThis
        ? parameter.Index + 1
        : parameter.Index;

    private bool Fields(Frame frame, Instruction instruction)
    {
        if (instruction.OpCode.Code is not (Code.Ldfld or Code.Ldflda or Code.Stfld))
        {
            return false;
        }

        var field = ((FieldReference)instruction.Operand).Resolve();
        var value = instruction.OpCode.Code == Code.Stfld ? frame.Pop() : default;
        var slots = SlotsOf(frame.Pop());
        var index = IndexOf(field);
        switch (instruction.OpCode.Code)
        {
            case Code.Ldfld:
                frame.Push(slots[index].Copy());
                break;
            case Code.Ldflda:
                frame.Push(Value.Pointer(slots, index));
                break;
            default:
                slots[index] = Store(field.FieldType, value);
                break;
        }

        return true;
    }

    private static Value[] SlotsOf(Value owner) => owner.Kind switch
    {
        ValueKind.Struct => (Value[])owner.Reference!,
        ValueKind.Pointer => (Value[])((Value[])owner.Reference!)[owner.Bits].Reference!,
        _ => (owner.Reference as HeapObject ?? throw new NullReferenceException()).Fields,
    };

    private bool Elements(Frame frame, Instruction instruction)
    {
        var code = instruction.OpCode.Code;
        if (code == Code.Ldlen)
        {
            frame.Push(Value.Native(ArrayOf(frame.Pop()).Items.Length));
        }
        else if (code is >= Code.Ldelema and <= Code.Ldelem_Ref or Code.Ldelem_Any)
        {
            var index = frame.Pop();
            var array = ArrayOf(frame.Pop());
            var place = Place(array, index);
            frame.Push(code == Code.Ldelema
                ? Value.Pointer(array.Items, place)
                : Narrow(code, array.Items[place].Copy()));
        }
        else if (code is >= Code.Stelem_I and <= Code.Stelem_Ref or Code.Stelem_Any)
        {
            var value = frame.Pop();
            var index = frame.Pop();
            var array = ArrayOf(frame.Pop());
            array.Items[Place(array, index)] = Store(array.Element, value);
        }
        else
        {
            return false;
        }

        return true;
    }

    private static HeapArray ArrayOf(Value value) => value.Reference as HeapArray ?? throw new NullReferenceException();

    private static int Place(HeapArray array, Value index) => index.Bits >= 0 && index.Bits < array.Items.Length
        ? (int)index.Bits
        : throw new IndexOutOfRangeException();

    private bool Pointers(Frame frame, Instruction instruction)
    {
        var code = instruction.OpCode.Code;
        if (code is (>= Code.Ldind_I1 and <= Code.Ldind_Ref) or Code.Ldobj)
        {
            var from = frame.Pop();
            frame.Push(Narrow(code, ((Value[])from.Reference!)[from.Bits].Copy()));
        }
        else if (code is (>= Code.Stind_Ref and <= Code.Stind_I8) or Code.Stobj)
        {
            var value = frame.Pop();
            var to = frame.Pop();
            var slots = (Value[])to.Reference!;
            slots[to.Bits] = code == Code.Stobj ? Store((TypeReference)instruction.Operand, value) : Narrow(code, value);
        }
        else if (code == Code.Initobj)
        {
            var to = frame.Pop();
            ((Value[])to.Reference!)[to.Bits] = Zero((TypeReference)instruction.Operand);
        }
        else
        {
            return false;
        }

        return true;
    }

    private static Value Narrow(Code code, Value value) =>
        Widths.TryGetValue(code, out var width) ? Narrow(width, value) : value;

    private static Value Narrow(MetadataType type, Value value) => type switch
    {
        MetadataType.Boolean or MetadataType.Byte => Value.Int(unchecked((byte)value.Bits)),
        MetadataType.SByte => Value.Int(unchecked((sbyte)value.Bits)),
        MetadataType.Int16 => Value.Int(unchecked((short)value.Bits)),
        MetadataType.UInt16 or MetadataType.Char => Value.Int(unchecked((ushort)value.Bits)),
        _ => value,
    };

    // A value as a place of the type holds it.
    private static Value Store(TypeReference type, Value value) => Narrow(type.MetadataType, value.Copy());

    private Value Zero(TypeReference type)
    {
        switch (type.MetadataType)
        {
            case MetadataType.Boolean or MetadataType.Byte or MetadataType.SByte or MetadataType.Char or
                MetadataType.Int16 or MetadataType.UInt16 or MetadataType.Int32 or MetadataType.UInt32:
                return Value.Int(0);
            case MetadataType.Int64 or MetadataType.UInt64:
                return Value.Long(0);
            case MetadataType.IntPtr or MetadataType.UIntPtr:
                return Value.Native(0);
            default:
                return type is TypeDefinition { IsValueType: true } definition
                    ? Value.Struct([.. InstanceFields(definition).Select(f => Zero(f.FieldType))])
                    : Value.Null;
        }
    }

    private static IEnumerable<FieldDefinition> InstanceFields(TypeDefinition type)
    {
        var inherited = type.BaseType is TypeDefinition parent ? InstanceFields(parent) : [];
        return inherited.Concat(type.Fields.Where(f => !f.IsStatic));
    }

    private int IndexOf(FieldDefinition field)
    {
        if (!_fields.TryGetValue(field, out var index))
        {
            index = InstanceFields(field.DeclaringType).TakeWhile(f => f != field).Count();
            _fields.Add(field, index);
        }

        return index;
    }

}
