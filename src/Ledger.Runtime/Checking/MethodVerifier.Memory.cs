using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Ledger.Runtime;

/// <content>Arrays and references.</content>
internal sealed partial class MethodVerifier
{
    private int? ExecuteMemory(int place, Instruction instruction)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Newarr:
                var element = TypeOperand(instruction, TypePlace.Value);
                PopIndex();
                _frame.Push(new Slot(IlType.ArrayOf(element)));
                break;
            case Code.Ldlen:
                PopArray();
                _frame.Push(new Slot(IlType.NativeInteger));
                break;
            case Code.Ldelema:
                LoadElementAddress(place, TypeOperand(instruction, TypePlace.Value));
                break;
            case Code.Ldelem_Any:
                LoadElement(TypeOperand(instruction, TypePlace.Value));
                break;
            case Code.Ldelem_I1 or Code.Ldelem_U1 or Code.Ldelem_I2 or Code.Ldelem_U2 or Code.Ldelem_I4 or Code.Ldelem_U4 or
                Code.Ldelem_I8 or Code.Ldelem_Ref:
                PopIndex();
                PushShort(Fits(PopArray(), instruction.OpCode.Name["ldelem.".Length..]), instruction);
                break;
            case Code.Stelem_Any:
                StoreElement(TypeOperand(instruction, TypePlace.Value));
                break;
            case Code.Stelem_I1 or Code.Stelem_I2 or Code.Stelem_I4 or Code.Stelem_I8 or Code.Stelem_Ref:
                StoreElement(Fits(_frame.Peek(2).Type is { Kind: IlKind.Array } array
                    ? array.Element
                    : throw Mismatch(_frame.Peek(2).Type, "an array"), instruction.OpCode.Name["stelem.".Length..]));
                break;
            case Code.Ldind_I1 or Code.Ldind_U1 or Code.Ldind_I2 or Code.Ldind_U2 or Code.Ldind_I4 or Code.Ldind_U4 or
                Code.Ldind_I8 or Code.Ldind_Ref:
                PushShort(Fits(PopReference().Type.Element, instruction.OpCode.Name["ldind.".Length..]), instruction);
                break;
            case Code.Stind_I1 or Code.Stind_I2 or Code.Stind_I4 or Code.Stind_I8 or Code.Stind_Ref:
                StoreBehind(null, instruction.OpCode.Name["stind.".Length..]);
                break;
            case Code.Ldobj:
                LoadBehind(TypeOperand(instruction, TypePlace.Owner));
                break;
            case Code.Stobj:
                StoreBehind(TypeOperand(instruction, TypePlace.Owner), null);
                break;
            case Code.Cpobj:
                LoadBehind(TypeOperand(instruction, TypePlace.Value));
                StoreBehind(TypeOperand(instruction, TypePlace.Value), null);
                break;
            case Code.Initobj:
                Initialise(TypeOperand(instruction, TypePlace.Owner));
                break;
            case Code.Sizeof:
                TypeOperand(instruction, TypePlace.Value);
                PushInt32(-1);
                break;
            default:
                return null;
        }

        return place + 1;
    }

    // The instruction says how small integers are widened, not the type in memory: with a sign, a byte may become negative.
    private void PushShort(IlType type, Instruction load)
    {
        PushKept(type);
        if (load.OpCode.Code is Code.Ldelem_I1 or Code.Ldelem_I2 or Code.Ldind_I1 or Code.Ldind_I2 && MaxOf(type) > 1)
        {
            _frame.Pop();
            _frame.Push(new Slot(_int32));
        }
    }

    private IlType TypeOperand(Instruction instruction, TypePlace where)
    {
        if (instruction.Operand is not TypeReference reference)
        {
            throw new RefusalException(RuleIds.Malformed, "it names no type where one is needed");
        }

        var type = _universe.Decode(reference, where);
        TypeConstraints.Check(_relations, type);
        return type;
    }

    private void PopIndex()
    {
        if (_frame.Pop() is var index && !IsIndex(index.Type))
        {
            throw Mismatch(index.Type, "an index or length");
        }
    }

    private IlType PopArray() => _frame.Pop() is { Type: { Kind: IlKind.Array } array }
        ? array.Element
        : throw new RefusalException(RuleIds.Stack, "it uses something else where an array is needed");

    private Slot PopReference() => _frame.Pop() is { Type.Kind: IlKind.Reference } reference
        ? reference
        : throw new RefusalException(RuleIds.Stack, "it uses something else where a reference is needed");

    // What the short instructions say of the type in memory, held against what it is.
    private IlType Fits(IlType type, string suffix)
    {
        var fits = suffix switch
        {
            "ref" => _relations.IsReference(type),
            "i1" or "u1" => TypeRelations.Stored(type) is "System.Byte" or "System.Boolean",
            "i2" or "u2" => TypeRelations.Stored(type) is "System.Int16" or "System.Char",
            "i4" or "u4" => TypeRelations.Stored(type) == "System.Int32",
            _ => TypeRelations.Stored(type) == "System.Int64",
        };
        return fits ? type : throw Mismatch(type, $"a value of form {suffix}");
    }

    private void LoadElement(IlType type)
    {
        PopIndex();
        var element = PopArray();
        PushKept(TypeRelations.SameMemory(element, type) || (_relations.IsReference(element) && _relations.IsAssignable(element, type))
            ? type
            : throw Mismatch(element, type.ToString()));
    }

    private void LoadElementAddress(int place, IlType type)
    {
        PopIndex();
        var element = PopArray();
        var readOnly = place > 0 && _code[place - 1].OpCode.Code == Code.Readonly;
        if (!element.Equals(type) && !(TypeRelations.SameMemory(element, type) && !_relations.IsReference(type)))
        {
            throw Mismatch(element, type.ToString());
        }

        _frame.Push(new Slot(IlType.ReferenceTo(type), readOnly ? SlotMarks.ReadOnly : SlotMarks.None));
    }

    private void StoreElement(IlType type)
    {
        PopFor(type);
        PopIndex();
        var element = PopArray();
        if (!TypeRelations.SameMemory(element, type) && !(_relations.IsReference(element) && _relations.IsAssignable(type, element)))
        {
            throw Mismatch(type, element.ToString());
        }
    }

    private void LoadBehind(IlType type)
    {
        var reference = PopReference();
        var element = reference.Type.Element;
        if (!TypeRelations.SameMemory(element, type) && !(_relations.IsReference(element) && _relations.IsAssignable(element, type)))
        {
            throw Mismatch(element, type.ToString());
        }

        PushKept(type, IsByRefLike(type) ? MarksBehind(reference) : SlotMarks.None);
    }

    private void StoreBehind(IlType? type, string? suffix)
    {
        var target = _frame.Peek(1).Type;
        var element = target.Kind == IlKind.Reference ? target.Element : throw Mismatch(target, "a reference");
        var kept = type ?? Fits(element, suffix!);
        var value = PopFor(kept);
        var reference = PopReference();
        RefuseReadOnly(reference);
        if (!TypeRelations.SameMemory(element, kept) && !(_relations.IsReference(element) && _relations.IsAssignable(kept, element)))
        {
            throw Mismatch(kept, element.ToString());
        }

        if (IsByRefLike(element))
        {
            MarkBehind(reference, value.Marks, joins: false);
        }
    }

    private void Initialise(IlType type)
    {
        var reference = PopReference();
        RefuseReadOnly(reference);
        if (!TypeRelations.SameMemory(reference.Type.Element, type))
        {
            throw Mismatch(reference.Type.Element, type.ToString());
        }

        if (IsByRefLike(type))
        {
            MarkBehind(reference, SlotMarks.None, joins: false);
        }
    }

    private void MarkBehind(Slot reference, SlotMarks marks, bool joins)
    {
        var kept = marks & (SlotMarks.Local | SlotMarks.ReadOnly);
        var before = MarksBehind(reference);
        if (reference.Variable == Slot.NoVariable)
        {
            return;
        }

        if (reference.Variable < Slot.FirstParameter)
        {
            _frame.Locals[reference.Variable] = joins ? before | kept : kept;
        }
        else if (kept != SlotMarks.None)
        {
            throw new RefusalException(RuleIds.Escape, "it puts a reference to a variable into a parameter");
        }
    }

    private static void RefuseReadOnly(Slot reference)
    {
        if ((reference.Marks & SlotMarks.ReadOnly) != 0)
        {
            throw new RefusalException(RuleIds.ReadOnly, "it writes through a read-only reference");
        }
    }
}
