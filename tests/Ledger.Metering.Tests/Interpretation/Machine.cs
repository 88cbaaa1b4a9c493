using Ledger.Runtime;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Ledger.Metering.Tests;

/// <summary>
/// A slow interpreter of the IL that contracts are made of, straight from ECMA-335 III. It runs the package as its author
/// compiled it and counts for itself what the rewriter would have charged; only prices and sizes are shared.
/// </summary>
internal sealed partial class Machine
{
    private const long Most = long.MaxValue / 4;

    private readonly Dictionary<MethodDefinition, Program> _programs = [];
    private readonly Dictionary<FieldDefinition, int> _fields = [];
    private readonly ModuleDefinition _module;
    private readonly TypeSizes _sizes;
    private readonly InstructionCosts _costs;

    public Machine(ModuleDefinition module)
    {
        _module = module;
        _sizes = new TypeSizes(module);
        _costs = new InstructionCosts(RuleSet.Current, _sizes);
    }

    public Counters Counters { get; private set; } = new(0, 0, 0);

    /// <summary>Runs a static method on numbers.</summary>
    /// <exception cref="OutOfException">The meter has run out.</exception>
    public Value Run(MethodDefinition method, Counters counters, params Value[] arguments)
    {
        Counters = counters;
        return Invoke(method, arguments);
    }

    /// <summary>Runs a static method on numbers, without a limit.</summary>
    public Value Run(string type, string method, params Value[] arguments) => Run(
        _module.GetType(type).Methods.Single(m => m.Name == method), new Counters(Most, Most, Most), arguments);

    private Value Invoke(MethodDefinition method, Value[] arguments)
    {
        if (!_programs.TryGetValue(method, out var program))
        {
            program = Program.Of(method, _sizes, _costs);
            _programs.Add(method, program);
        }

        Counters.Stack(program.Frame);
        var first = method.HasThis ? 1 : 0;
        for (var i = 0; i < method.Parameters.Count; i++)
        {
            arguments[first + i] = Store(method.Parameters[i].ParameterType, arguments[first + i]);
        }

        var locals = new Value[method.Body.Variables.Count];
        for (var i = 0; i < locals.Length; i++)
        {
            locals[i] = Zero(method.Body.Variables[i].VariableType);
        }

        var frame = new Frame(program, arguments, locals);
        Execute(frame, 0);
        Counters.Stack(-program.Frame);
        return method.ReturnType.MetadataType == MetadataType.Void ? default : Store(method.ReturnType, frame.Pop());
    }

    // Until ret, or until the endfinally of the handler that was entered here.
    private void Execute(Frame frame, int place)
    {
        var program = frame.Program;
        while (place >= 0)
        {
            if (program.Starts[place])
            {
                frame.Pending += program.Gas[place];
                if (program.Bytes[place] > 0)
                {
                    Settle(frame);
                    Counters.Memory(program.Bytes[place]);
                }
                else if (program.LoopHeads[place] && frame.Pending >= 1_024)
                {
                    Settle(frame);
                }
            }

            if (program.Settles[place])
            {
                Settle(frame);
            }

            place = Step(frame, program.Code[place], place);
        }
    }

    private void Settle(Frame frame)
    {
        var pending = frame.Pending;
        frame.Pending = 0;
        Counters.Gas(pending);
    }

    // The place that comes next; below zero at the end.
    private int Step(Frame frame, Instruction instruction, int place)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Ret or Code.Endfinally:
                return -1;
            case Code.Br:
                return frame.Program.Jumps[place];
            case Code.Leave:
                frame.Clear();
                return Leave(frame, place, frame.Program.Jumps[place]);
            case Code.Switch:
                var targets = (Instruction[])instruction.Operand;
                var choice = unchecked((uint)frame.Pop().Bits);
                return choice < targets.Length ? frame.Program.PlaceOf(targets[choice]) : place + 1;
            case Code.Throw:
                throw frame.Pop().Reference as Exception ?? new NullReferenceException();
            default:
                if (instruction.OpCode.FlowControl == FlowControl.Cond_Branch)
                {
                    return Holds(frame, instruction.OpCode.Code) ? frame.Program.Jumps[place] : place + 1;
                }

                if (!Arithmetic(frame, instruction.OpCode.Code) && !Memory(frame, instruction))
                {
                    Objects(frame, instruction);
                }

                return place + 1;
        }
    }

    // Runs every finally that is left, innermost first, and goes on at the target.
    private int Leave(Frame frame, int from, int target)
    {
        foreach (var handler in frame.Program.Method.Body.ExceptionHandlers)
        {
            var start = frame.Program.PlaceOf(handler.TryStart);
            var end = frame.Program.PlaceOf(handler.TryEnd);
            if (from >= start && from < end && (target < start || target >= end))
            {
                Execute(frame, frame.Program.PlaceOf(handler.HandlerStart));
            }
        }

        return target;
    }
}
