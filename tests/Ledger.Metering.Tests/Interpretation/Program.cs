using Ledger.Runtime;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Ledger.Metering.Tests;

/// <summary>A method made ready for the interpreter: where each jump leads and what each block costs.</summary>
internal sealed class Program
{
    private Program(MethodDefinition method, Instruction[] code, int[] jumps, bool[] starts, int frame)
    {
        Method = method;
        Code = code;
        Jumps = jumps;
        Starts = starts;
        Frame = frame;
        Gas = new long[code.Length];
        Bytes = new long[code.Length];
        Settles = new bool[code.Length];
        LoopHeads = new bool[code.Length];
    }

    public MethodDefinition Method { get; }

    public Instruction[] Code { get; }

    /// <summary>Place of the target of the jump at a place.</summary>
    public int[] Jumps { get; }

    /// <summary>Whether a block begins at a place.</summary>
    public bool[] Starts { get; }

    /// <summary>Gas of the block that begins at a place.</summary>
    public long[] Gas { get; }

    /// <summary>Bytes that the block always allocates.</summary>
    public long[] Bytes { get; }

    /// <summary>Whether the meter takes what is pending before the instruction at a place.</summary>
    public bool[] Settles { get; }

    /// <summary>Whether a jump from the same place or a later one leads to a place.</summary>
    public bool[] LoopHeads { get; }

    public int Frame { get; }

    public int PlaceOf(Instruction instruction) => Array.IndexOf(Code, instruction);

    public static Program Of(MethodDefinition method, TypeSizes sizes, InstructionCosts costs)
    {
        var body = method.Body;
        body.SimplifyMacros();
        Instruction[] code = [.. body.Instructions];
        var places = code.Index().ToDictionary(p => p.Item, p => p.Index);
        var jumps = new int[code.Length];
        var starts = new bool[code.Length + 1];
        starts[0] = true;
        for (var i = 0; i < code.Length; i++)
        {
            switch (code[i].Operand)
            {
                case Instruction target:
                    jumps[i] = places[target];
                    starts[jumps[i]] = true;
                    break;
                case Instruction[] targets:
                    Array.ForEach(targets, t => starts[places[t]] = true);
                    break;
            }

            var name = code[i].OpCode.Name;
            starts[i + 1] |= code[i].Operand is Instruction or Instruction[] || name is "ret" or "throw" or "endfinally";
        }

        foreach (var handler in body.ExceptionHandlers)
        {
            starts[places[handler.HandlerStart]] = true;
            starts[places[handler.TryStart]] = true;
        }

        var program = new Program(method, code, jumps, starts, FrameSizes.Of(body, sizes, costs, out _));
        for (var i = 0; i < code.Length; i++)
        {
            program.Settles[i] = code[i].OpCode.Name is "ret" or "throw" ||
                (code[i].OpCode.Name is "call" or "callvirt" or "newobj" && code[i].Operand is MethodReference called &&
                    (called.DeclaringType is TypeDefinition || called.Name == "Invoke"));
            var targets = code[i].Operand as Instruction[] ?? (code[i].Operand is Instruction single ? [single] : []);
            foreach (var place in targets.Select(t => places[t]))
            {
                program.LoopHeads[place] |= place <= i;
            }
        }

        long work = 0;
        long bytes = 0;
        for (var i = code.Length - 1; i >= 0; i--)
        {
            var cost = costs.Of(code[i]);
            work += cost.Units;
            bytes += cost.Bytes;
            if (starts[i])
            {
                // Six units are a gas; the first block pays for the call too.
                work += i == 0 ? InstructionCosts.EnterUnits : 0;
                program.Gas[i] = (work + 5) / 6;
                program.Bytes[i] = bytes;
                work = 0;
                bytes = 0;
            }
        }

        return program;
    }
}
