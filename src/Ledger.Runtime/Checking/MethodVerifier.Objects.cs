using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Ledger.Runtime;

/// <content>Fields, boxes, casts, tokens.</content>
internal sealed partial class MethodVerifier
{
    private int ExecuteObject(int place, Instruction instruction)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Ldfld:
                LoadField(OperandField(instruction, isStatic: false));
                break;
            case Code.Ldflda:
                LoadFieldAddress(OperandField(instruction, isStatic: false));
                break;
            case Code.Stfld:
                StoreField(OperandField(instruction, isStatic: false));
                break;
            case Code.Ldsfld:
                LoadStatic(place, OperandField(instruction, isStatic: true));
                break;
            case Code.Ldsflda:
                return LoadStaticAddress(place, OperandField(instruction, isStatic: true));
            case Code.Stsfld:
                StoreStatic(place, OperandField(instruction, isStatic: true));
                break;
            case Code.Box:
                var boxed = TypeOperand(instruction, TypePlace.Value);
                PopFor(boxed);
                _frame.Push(new Slot(boxed.IsParameter || !_relations.IsReference(boxed) ? IlType.BoxOf(boxed) : boxed));
                break;
            case Code.Unbox:
                var unboxed = TypeOperand(instruction, TypePlace.Value);
                PopObject();
                if (unboxed is not { Kind: IlKind.Named, Shape.IsValueType: true } || unboxed.Is("System.Nullable`1"))
                {
                    throw Mismatch(unboxed, "a struct");
                }

                _frame.Push(new Slot(IlType.ReferenceTo(unboxed), SlotMarks.ReadOnly));
                break;
            case Code.Unbox_Any:
                PopObject();
                PushKept(TypeOperand(instruction, TypePlace.Value));
                break;
            case Code.Castclass or Code.Isinst:
                var cast = TypeOperand(instruction, TypePlace.Value);
                PopObject();
                _frame.Push(new Slot(_relations.IsReference(cast) && !cast.IsParameter ? cast : IlType.BoxOf(cast)));
                break;
            case Code.Ldtoken:
                return LoadToken(place, instruction);
            case Code.Constrained or Code.Readonly:
                return Prefix(place);
            case Code.Call or Code.Callvirt:
                Call(place, instruction);
                break;
            case Code.Newobj:
                NewObject(instruction);
                break;
            case Code.Ldftn or Code.Ldvirtftn:
                LoadFunction(place, instruction);
                break;
            default:
                throw new RefusalException(RuleIds.Instruction, $"it uses the instruction {instruction.OpCode.Name}");
        }

        return place + 1;
    }

    private void PopObject()
    {
        if (_frame.Pop() is var value && !_relations.IsReference(value.Type))
        {
            throw Mismatch(value.Type, "an object");
        }
    }

    private int Prefix(int place)
    {
        var isConstrained = _code[place].OpCode.Code == Code.Constrained;
        var next = place + 1 < _code.Length ? _code[place + 1].OpCode.Code : Code.Nop;
        if (_leaders[Math.Min(place + 1, _leaders.Length - 1)] ||
            (isConstrained ? next is not (Code.Callvirt or Code.Call or Code.Ldftn) : next != Code.Ldelema))
        {
            throw new RefusalException(RuleIds.Instruction, "it has a prefix before an instruction that takes none");
        }

        if (next == Code.Ldftn)
        {
            throw new RefusalException(RuleIds.Delegate, "it makes a delegate of a static interface member; write a lambda that calls it");
        }

        return place + 1;
    }

    private FieldShape OperandField(Instruction instruction, bool isStatic)
    {
        if (instruction.Operand is not FieldReference reference)
        {
            throw new RefusalException(RuleIds.Malformed, "it names no field where one is needed");
        }

        var field = _universe.Resolve(reference, isStatic);
        TypeConstraints.Check(_relations, field.Owner);
        if (field.Definition is { } definition)
        {
            if (definition.IsLiteral)
            {
                throw new RefusalException(RuleIds.Malformed, $"it uses the constant {field} as a field");
            }

            Access.Check(_definition, field.Owner.Shape!, definition.Attributes, field.ToString());
        }

        return field;
    }

    private void LoadField(FieldShape field)
    {
        var holder = _frame.Pop();
        if (!IsHolder(holder, field) && !(field.Owner.Shape!.IsValueType && holder.Type.Equals(field.Owner)))
        {
            throw Mismatch(holder.Type, field.Owner.ToString());
        }

        PushKept(field.TypeHere);
    }

    private void LoadFieldAddress(FieldShape field)
    {
        var holder = _frame.Pop();
        if (!IsHolder(holder, field))
        {
            throw Mismatch(holder.Type, field.Owner.ToString());
        }

        var marks = holder.Type.Kind == IlKind.Reference ? holder.Marks & (SlotMarks.ReadOnly | SlotMarks.Local) : SlotMarks.None;
        if (field.IsReadOnly && !MayInitialise(field, holder))
        {
            marks |= SlotMarks.ReadOnly;
        }

        _frame.Push(new Slot(IlType.ReferenceTo(field.TypeHere), marks));
    }

    private void StoreField(FieldShape field)
    {
        PopFor(field.TypeHere);
        var holder = _frame.Pop();
        if (!IsHolder(holder, field))
        {
            throw Mismatch(holder.Type, field.Owner.ToString());
        }

        if (holder.Type.Kind == IlKind.Reference)
        {
            RefuseReadOnly(holder);
        }

        if (field.IsReadOnly && !MayInitialise(field, holder))
        {
            throw new RefusalException(RuleIds.ReadOnly, $"it changes {field}, which is read-only, outside of its constructor");
        }
    }

    private bool IsHolder(Slot holder, FieldShape field) => field.Owner.Shape!.IsValueType
        ? holder.Type.Kind == IlKind.Reference && holder.Type.Element.Equals(field.Owner)
        : _relations.IsReference(holder.Type) && _relations.IsAssignable(holder.Type, field.Owner);

    private bool MayInitialise(FieldShape field, Slot holder) => field.Owner.Shape == _type &&
        (_method.IsConstructor || _method.IsInit) && (holder.Marks & SlotMarks.This) != 0;

    private void LoadStatic(int place, FieldShape field)
    {
        if (field.Definition is { } definition)
        {
            if ((definition.Attributes & FieldAttributes.HasFieldRVA) != 0)
            {
                throw new RefusalException(RuleIds.Layout, "it reads data of the file as a value");
            }

            if (field.Owner.Shape!.Origin == TypeOrigin.Package && !definition.IsInitOnly)
            {
                DelegateCaches.CheckLoad(_code, place, _leaders, definition, _context.IsRewritten);
            }
        }

        PushKept(field.TypeHere);
    }

    private int LoadStaticAddress(int place, FieldShape field)
    {
        if (field.Definition is { } data && (data.Attributes & FieldAttributes.HasFieldRVA) != 0)
        {
            _frame.Push(new Slot(FileData.Span(_universe, _code, place, _leaders, data)));
            return place + FileData.SpanLength;
        }

        if (field.Definition is { IsInitOnly: false } or null)
        {
            throw new RefusalException(RuleIds.StaticState, $"it takes a reference to {field}, a static field that can change");
        }

        var isOwn = _definition.Name == ".cctor" && field.Owner.Shape == _type;
        _frame.Push(new Slot(IlType.ReferenceTo(field.TypeHere), isOwn ? SlotMarks.None : SlotMarks.ReadOnly));
        return place + 1;
    }

    private void StoreStatic(int place, FieldShape field)
    {
        PopFor(field.TypeHere);
        if (field.Owner.Shape!.Origin != TypeOrigin.Package)
        {
            throw new RefusalException(RuleIds.StaticState, $"it changes {field}");
        }

        if (field.IsReadOnly)
        {
            if (_definition.Name != ".cctor" || field.Owner.Shape != _type)
            {
                throw new RefusalException(RuleIds.StaticState, $"it changes {field}, which is static and read-only");
            }

            return;
        }

        if (!_context.IsRewritten)
        {
            DelegateCaches.CheckStore(_code, place, field.Definition!);
        }
    }

    private int LoadToken(int place, Instruction instruction)
    {
        if (instruction.Operand is TypeReference reference)
        {
            TypeConstraints.Check(_relations, _universe.Decode(reference, TypePlace.Value));
            if (!FileData.IsFollowedBy(_code, place, _leaders, "System.Type", "GetTypeFromHandle"))
            {
                throw new RefusalException("reflection", "it uses a type as a value otherwise than by typeof");
            }

            _frame.Push(new Slot(_universe.Framework("System.Type")));
            return place + 2;
        }

        if (instruction.Operand is not FieldReference data || _universe.Resolve(data, isStatic: true).Definition is not { } definition)
        {
            throw new RefusalException("reflection", "it uses a method or field as a value");
        }

        if (FileData.IsFollowedBy(_code, place, _leaders, "System.Runtime.CompilerServices.RuntimeHelpers", "CreateSpan"))
        {
            _frame.Push(new Slot(FileData.TypedSpan(_universe, _code[place + 1], definition)));
            return place + 2;
        }

        if (!FileData.IsFollowedBy(_code, place, _leaders, "System.Runtime.CompilerServices.RuntimeHelpers", "InitializeArray"))
        {
            throw new RefusalException("reflection", "it uses a field as a value");
        }

        FileData.CheckElement(PopArray(), definition);
        return place + 2;
    }
}
