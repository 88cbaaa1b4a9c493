using Mono.Cecil.Cil;

namespace Ledger.Runtime;

/// <content>Branches and ends.</content>
internal sealed partial class MethodVerifier
{
    private const int SwitchMax = 4096;

    // Answers with the next instruction, or -1 when control does not pass on; null when the instruction is no such one.
    private int? ExecuteFlow(int place, Instruction instruction)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Br or Code.Br_S:
                Branch(place, instruction.Operand);
                return -1;
            case Code.Brtrue or Code.Brtrue_S or Code.Brfalse or Code.Brfalse_S:
                PopCondition();
                Branch(place, instruction.Operand);
                return place + 1;
            case Code.Beq or Code.Beq_S or Code.Bne_Un or Code.Bne_Un_S:
                PopEqual();
                Branch(place, instruction.Operand);
                return place + 1;
            case Code.Bge or Code.Bge_S or Code.Bge_Un or Code.Bge_Un_S or Code.Bgt or Code.Bgt_S or Code.Bgt_Un or Code.Bgt_Un_S or
                Code.Ble or Code.Ble_S or Code.Ble_Un or Code.Ble_Un_S or Code.Blt or Code.Blt_S or Code.Blt_Un or Code.Blt_Un_S:
                PopOrdered();
                Branch(place, instruction.Operand);
                return place + 1;
            case Code.Switch:
                return Switch(place, (Instruction?[])instruction.Operand);
            case Code.Leave or Code.Leave_S:
                Leave(place, PlaceOf(instruction.Operand));
                return -1;
            case Code.Endfinally:
                if (_regions.Around(place) is not { IsHandler: true })
                {
                    throw new RefusalException(RuleIds.Region, "it ends a finally block where there is none");
                }

                RequireEmpty();
                return -1;
            case Code.Ret:
                Return(place);
                return -1;
            case Code.Throw:
                if (_frame.Pop() is var thrown && !_relations.IsAssignable(thrown.Type, _universe.Framework("System.Exception")))
                {
                    throw Mismatch(thrown.Type, "an exception");
                }

                return -1;
            default:
                return null;
        }
    }

    private void Branch(int from, object? target)
    {
        var to = PlaceOf(target);
        _regions.CheckFlow(from, to);
        FlowTo(to);
    }

    private int Switch(int place, Instruction?[] targets)
    {
        if (targets.Length > SwitchMax)
        {
            throw new RefusalException(RuleIds.Bounds, $"it has a switch of more than {SwitchMax} cases");
        }

        Pop(_int32);
        foreach (var target in targets)
        {
            Branch(place, target);
        }

        return place + 1;
    }

    private void Leave(int from, int to)
    {
        _regions.CheckLeave(from, to);
        RequireEmpty();
        FlowTo(to);
    }

    // The standard lets these instructions drop values; compilers never do, and the meter puts jumps in their place.
    private void RequireEmpty()
    {
        if (_frame.Count != 0)
        {
            throw new RefusalException(RuleIds.Region, "it leaves a try or finally block with values on the evaluation stack");
        }
    }

    private void Return(int place)
    {
        if (_regions.Around(place) != null)
        {
            throw new RefusalException(RuleIds.Region, "it returns from inside a try or finally block");
        }

        if (_method.Result is { } result)
        {
            var value = PopFor(result);
            if ((value.Marks & SlotMarks.Local) != 0)
            {
                throw new RefusalException(RuleIds.Escape, "it returns a reference to its own variables");
            }

            if ((value.Marks & SlotMarks.ReadOnly) != 0 && result.Kind == IlKind.Reference && !_method.ReturnsReadOnly)
            {
                throw new RefusalException(RuleIds.ReadOnly, "it returns a read-only reference as one that can be written");
            }
        }

        if (_frame.Count != 0)
        {
            throw new RefusalException(RuleIds.Stack, "it returns with more on the evaluation stack than its result");
        }
    }

    private void PopCondition()
    {
        var value = _frame.Pop();
        if (!value.Type.Equals(_int32) && !value.Type.Equals(_int64) && value.Type.Kind != IlKind.NativeInteger &&
            !_relations.IsReference(value.Type))
        {
            throw Mismatch(value.Type, "a truth value");
        }
    }

    private void PopOrdered()
    {
        var y = _frame.Pop();
        var x = _frame.Pop();
        if (!AreComparable(x.Type, y.Type))
        {
            throw Mismatch(x.Type, $"a number like {y.Type}");
        }
    }

    private bool AreComparable(IlType x, IlType y) => (x.Equals(y) && (x.Equals(_int32) || x.Equals(_int64))) ||
        (IsIndex(x) && IsIndex(y));

    private bool IsIndex(IlType type) => type.Kind == IlKind.NativeInteger || type.Equals(_int32);

    private void PopEqual()
    {
        var y = _frame.Pop();
        var x = _frame.Pop();
        if (AreComparable(x.Type, y.Type))
        {
            return;
        }

        if (!_relations.IsReference(x.Type) || !_relations.IsReference(y.Type))
        {
            throw Mismatch(x.Type, $"a value like {y.Type}");
        }

        if (x.Type.Kind != IlKind.Null && y.Type.Kind != IlKind.Null && !(HasIdentity(x.Type) && HasIdentity(y.Type)))
        {
            throw new RefusalException(
                RuleIds.Identity,
                $"it asks whether two values of type {x.Type} are the same object, which the runtime decides; compare what they hold");
        }
    }

    // Objects of the package and the SDK are made by newobj alone, arrays with elements by newarr and copies; of all others the
    // runtime may keep and share some.
    private static bool HasIdentity(IlType type) => type.Kind == IlKind.Array ||
        type is { Kind: IlKind.Named, Shape.Origin: not TypeOrigin.Framework } && type.Shape.Kind != "delegate";
}
