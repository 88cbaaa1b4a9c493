namespace Ledger.Runtime;

/// <summary>The evaluation stack and the marks of the local variables at one place in a method.</summary>
internal sealed class Frame
{
    private readonly Slot[] _stack;

    public Frame(int stackMax, int localsCount)
    {
        _stack = new Slot[stackMax];
        Locals = new SlotMarks[localsCount];
    }

    private Frame(Frame other)
    {
        _stack = (Slot[])other._stack.Clone();
        Locals = (SlotMarks[])other.Locals.Clone();
        Count = other.Count;
    }

    /// <summary>Values on the stack.</summary>
    public int Count { get; private set; }

    /// <summary>Marks of the references and spans in local variables.</summary>
    public SlotMarks[] Locals { get; }

    public Frame Clone() => new(this);

    public void Push(Slot slot)
    {
        if (Count == _stack.Length)
        {
            throw new RefusalException(RuleIds.Stack, "it puts more on the evaluation stack than it announces");
        }

        _stack[Count++] = slot;
    }

    public Slot Pop() => Count > 0
        ? _stack[--Count]
        : throw new RefusalException(RuleIds.Stack, "it takes more from the evaluation stack than there is");

    public Slot Peek(int below) => Count > below
        ? _stack[Count - 1 - below]
        : throw new RefusalException(RuleIds.Stack, "it takes more from the evaluation stack than there is");

    /// <summary>Joins another way to the same place; says whether anything changed.</summary>
    public bool Merge(TypeRelations relations, Frame other)
    {
        if (Count != other.Count)
        {
            throw new RefusalException(RuleIds.Stack, "two ways to one instruction leave different numbers of values on the stack");
        }

        var changed = MergeLocals(other.Locals);
        for (var i = 0; i < Count; i++)
        {
            var merged = Slot.Merge(relations, _stack[i], other._stack[i]) ?? throw new RefusalException(
                RuleIds.Stack, $"two ways to one instruction leave {_stack[i].Type} and {other._stack[i].Type} on the stack");
            changed |= merged != _stack[i];
            _stack[i] = merged;
        }

        return changed;
    }

    /// <summary>Joins the marks of local variables; says whether anything changed.</summary>
    public bool MergeLocals(SlotMarks[] others)
    {
        var changed = false;
        for (var i = 0; i < others.Length; i++)
        {
            var merged = Locals[i] | others[i];
            changed |= merged != Locals[i];
            Locals[i] = merged;
        }

        return changed;
    }
}
