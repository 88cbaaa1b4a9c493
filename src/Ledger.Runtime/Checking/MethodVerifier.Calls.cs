using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Ledger.Runtime;

/// <content>Calls.</content>
internal sealed partial class MethodVerifier
{
    private void Call(int place, Instruction instruction)
    {
        var method = OperandMethod(instruction, out var owner, out var arguments);
        var isVirtual = instruction.OpCode.Code == Code.Callvirt;
        var constrained = place > 0 && _code[place - 1].OpCode.Code == Code.Constrained
            ? TypeOperand(_code[place - 1], TypePlace.Value)
            : null;
        if (method.IsConstructor && isVirtual)
        {
            throw new RefusalException(RuleIds.Malformed, "it calls a constructor as if it were virtual");
        }

        if (!method.HasThis)
        {
            CheckStaticCall(method, owner, constrained, isVirtual);
        }

        var result = method.Result?.Substitute(owner.Arguments, arguments);
        var marks = PopArguments(method, owner, arguments);
        if (method.HasThis)
        {
            var receiver = _frame.Peek(0);
            var given = marks;
            marks |= PopReceiver(method, owner, isVirtual, constrained);
            if (method.IsConstructor && IsByRefLike(owner))
            {
                // A constructor that is called on a span variable keeps what it is given.
                MarkBehind(receiver, given & SlotMarks.Local, joins: false);
            }
        }

        if (result == null)
        {
            return;
        }

        var kept = SlotMarks.None;
        if (result.Kind == IlKind.Reference || IsByRefLike(result))
        {
            kept = marks & SlotMarks.Local;
            if (method.ReturnsReadOnly)
            {
                kept |= SlotMarks.ReadOnly;
            }
        }

        PushKept(result, kept);
    }

    private MethodShape OperandMethod(Instruction instruction, out IlType owner, out IlType[] arguments)
    {
        if (instruction.Operand is not MethodReference reference)
        {
            throw new RefusalException(RuleIds.Malformed, "it names no method where one is needed");
        }

        var method = _universe.Resolve(reference, out owner, out arguments);
        TypeConstraints.Check(_relations, owner);
        TypeConstraints.Check(_relations, method, owner, arguments);
        if (method.Definition is { } definition)
        {
            Access.Check(_definition, owner.Shape!, definition.Attributes, method.ToString());
            if (_context.Uncalled.Contains(definition) && !_context.Uncalled.Contains(_definition))
            {
                throw UncalledRefusal(method);
            }

            if (definition.Name == ".cctor" || (owner.Shape!.Kind == "delegate" && method.Name is not (".ctor" or "Invoke")))
            {
                throw new RefusalException(RuleIds.Member, $"it calls {method}, which only the runtime may");
            }
        }

        if (method.Rule is { } rule)
        {
            MemberConditions.Check(_context, _definition, rule, owner, arguments);
        }

        return method;
    }

    private static RefusalException UncalledRefusal(MethodShape method) => method.Name == "GetHashCode"
        ? new RefusalException(RuleIds.HashCode, $"it calls {method}: hash codes differ between processes")
        : new RefusalException(
            RuleIds.Text, $"it calls {method}, which C# makes for a record and whose cost cannot be known; write a method of your own");

    private void CheckStaticCall(MethodShape method, IlType owner, IlType? constrained, bool isVirtual)
    {
        if (isVirtual)
        {
            throw new RefusalException(RuleIds.Malformed, $"it calls {method} as if it were not static");
        }

        if (constrained != null)
        {
            if (!owner.Shape!.IsInterface || !method.IsVirtual || !_relations.Converts(constrained, owner))
            {
                throw new RefusalException(RuleIds.Constraint, $"it calls {method} of {constrained}, which does not implement it");
            }
        }
        else if (method.IsAbstract)
        {
            throw new RefusalException(RuleIds.Member, $"it calls {method}, which has no code");
        }
    }

    // Marks of the references and spans among the arguments: a result may refer to what they refer to.
    private SlotMarks PopArguments(MethodShape method, IlType owner, IlType[] arguments)
    {
        var marks = SlotMarks.None;
        for (var i = method.Parameters.Length - 1; i >= 0; i--)
        {
            var type = method.Parameters[i].Substitute(owner.Arguments, arguments);
            var value = PopFor(type);
            if (type.Kind != IlKind.Reference && !IsByRefLike(type))
            {
                continue;
            }

            marks |= value.Marks;
            if (type.Kind == IlKind.Reference && (value.Marks & SlotMarks.ReadOnly) != 0 && !method.ReadOnlyParameters[i])
            {
                throw new RefusalException(RuleIds.ReadOnly, $"it gives a read-only reference to {method}, which may write to it");
            }
        }

        return marks;
    }

    private SlotMarks PopReceiver(MethodShape method, IlType owner, bool isVirtual, IlType? constrained)
    {
        var receiver = _frame.Pop();
        if (constrained != null)
        {
            return ConstrainedReceiver(receiver, method, owner, isVirtual, constrained);
        }

        if (owner.Shape!.IsValueType)
        {
            return StructReceiver(receiver, method, owner, isVirtual);
        }

        if (!_relations.IsReference(receiver.Type) || !_relations.IsAssignable(receiver.Type, owner))
        {
            throw Mismatch(receiver.Type, owner.ToString());
        }

        var isThis = (receiver.Marks & SlotMarks.This) != 0 && !_changesThis;
        if (method.IsConstructor && !(_method.IsConstructor && isThis && IsOwnOrBase(owner)))
        {
            throw new RefusalException(RuleIds.Malformed, $"it calls the constructor of {owner} on an object that exists");
        }

        if (!isVirtual && method.IsAbstract)
        {
            throw new RefusalException(RuleIds.Member, $"it calls {method}, which has no code");
        }

        if (!isVirtual && method.IsVirtual && !isThis && owner.Shape.Origin != TypeOrigin.Package)
        {
            throw new RefusalException(RuleIds.Member, $"it calls {method} past its overrides");
        }

        if ((isVirtual || method.Name == "ToString") && method.Rule is { } rule && (rule.Traits & MemberTraits.Dispatch) != 0)
        {
            CheckDispatch(method, receiver.Type);
        }

        return SlotMarks.None;
    }

    private bool IsOwnOrBase(IlType owner) => owner.Equals(_type.Self) || (_type.Base is { } ancestor && owner.Equals(ancestor));

    private SlotMarks StructReceiver(Slot receiver, MethodShape method, IlType owner, bool isVirtual)
    {
        if (receiver.Type.Kind != IlKind.Reference || !receiver.Type.Element.Equals(owner))
        {
            throw Mismatch(receiver.Type, "a reference to " + owner);
        }

        if (isVirtual)
        {
            throw new RefusalException(RuleIds.Malformed, $"it calls {method} of a struct as if it were virtual");
        }

        if ((receiver.Marks & SlotMarks.ReadOnly) != 0 && (!method.IsReadOnly || method.IsConstructor))
        {
            throw new RefusalException(RuleIds.ReadOnly, $"it calls {method}, which may write, on a read-only reference");
        }

        return IsByRefLike(owner) ? MarksBehind(receiver) : receiver.Marks;
    }

    private SlotMarks ConstrainedReceiver(Slot receiver, MethodShape method, IlType owner, bool isVirtual, IlType constrained)
    {
        if (!isVirtual || receiver.Type.Kind != IlKind.Reference || !receiver.Type.Element.Equals(constrained))
        {
            throw Mismatch(receiver.Type, "a reference to " + constrained);
        }

        if (!_relations.Converts(constrained, owner))
        {
            throw new RefusalException(RuleIds.Constraint, $"it calls {method} of {constrained}, which does not implement it");
        }

        if ((receiver.Marks & SlotMarks.ReadOnly) != 0 && !(constrained.Kind == IlKind.Named && constrained.Shape!.IsNumber))
        {
            throw new RefusalException(RuleIds.ReadOnly, $"it calls {method}, which may write, on a read-only reference");
        }

        if (method.Rule is { } rule && (rule.Traits & MemberTraits.Dispatch) != 0)
        {
            if (_relations.IsReference(constrained))
            {
                throw new RefusalException(RuleIds.Malformed, $"it calls {method} of {constrained} as if that were a struct");
            }

            CheckDispatch(method, constrained);
        }

        return receiver.Marks;
    }

    private void CheckDispatch(MethodShape method, IlType receiver)
    {
        if (_context.Uncalled.Contains(_definition) || Dispatch.ReachesPackageOnly(_context, _relations, receiver, method.Name))
        {
            return;
        }

        throw method.Name == "ToString"
            ? new RefusalException(
                RuleIds.Text,
                $"it calls ToString of a {receiver}, whose text is found by reflection or at a cost that cannot be known; " +
                "write a method of your own, or join texts with +")
            : new RefusalException(
                RuleIds.Member,
                $"it calls {method} on a {receiver}, whose cost cannot be known; compare values of types that you know");
    }

    private void NewObject(Instruction instruction)
    {
        var method = OperandMethod(instruction, out var owner, out var arguments);
        if (!method.IsConstructor || owner.Shape!.IsAbstract || owner.Shape.IsInterface)
        {
            throw new RefusalException(RuleIds.Malformed, $"it makes an object of {owner}, which cannot be made");
        }

        if (owner.Shape.Kind == "delegate")
        {
            NewDelegate(owner);
            return;
        }

        if (method.Rule is { } rule && (rule.Traits & MemberTraits.Pattern) != 0)
        {
            throw new RefusalException(RuleIds.Pointer, "it lays a span over memory that it does not know");
        }

        var marks = PopArguments(method, owner, arguments);
        PushKept(owner, IsByRefLike(owner) ? marks & SlotMarks.Local : SlotMarks.None);
    }
}
