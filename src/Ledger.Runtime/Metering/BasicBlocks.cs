using Mono.Cecil.Cil;

namespace Ledger.Runtime;

/// <summary>
/// Where the basic blocks of a method begin, derived from each instruction's kind of flow and never from a list of
/// branches.
/// </summary>
internal static class BasicBlocks
{
    /// <summary>The first instruction of every block.</summary>
    public static HashSet<Instruction> Leaders(MethodBody body)
    {
        var leaders = new HashSet<Instruction>();
        if (body.Instructions.Count > 0)
        {
            leaders.Add(body.Instructions[0]);
        }

        foreach (var instruction in body.Instructions)
        {
            if (instruction.Operand is Instruction target)
            {
                leaders.Add(target);
            }
            else if (instruction.Operand is Instruction[] targets)
            {
                leaders.UnionWith(targets);
            }

            // Everything but these goes on to the next instruction and nowhere else.
            if (instruction.OpCode.FlowControl is not (FlowControl.Next or FlowControl.Call or FlowControl.Meta) &&
                instruction.Next != null)
            {
                leaders.Add(instruction.Next);
            }
        }

        foreach (var handler in body.ExceptionHandlers)
        {
            leaders.Add(handler.TryStart);
            leaders.Add(handler.HandlerStart);
        }

        return leaders;
    }

    /// <summary>
    /// Where jumps back lead, the ways through <c>finally</c> taken as one step; no loop is without one of them.
    /// </summary>
    public static HashSet<Instruction> LoopHeads(MethodBody body)
    {
        var heads = new HashSet<Instruction>();
        var passed = new HashSet<Instruction>();
        foreach (var instruction in body.Instructions)
        {
            passed.Add(instruction);
            Instruction[] targets = instruction.Operand switch
            {
                Instruction target => [target],
                Instruction[] several => several,
                _ => [],
            };
            heads.UnionWith(targets.Where(passed.Contains));
        }

        return heads;
    }
}
