using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Ledger.Runtime;

/// <summary>
/// Verifies one method body (ECMA-335 III.1.8): every instruction is allowed, gets the types it needs in every way that control can
/// reach it, and leaves no reference to its own variables behind. Beyond the standard it proves what determinism needs: truth values
/// are 0 or 1, shifts stay inside the width, objects are not told apart where the runtime may choose.
/// </summary>
internal sealed partial class MethodVerifier
{
    /// <summary>Most instructions of a method.</summary>
    public const int InstructionsMax = 32_768;

    /// <summary>Deepest evaluation stack.</summary>
    public const int StackMax = 256;

    /// <summary>Most local variables.</summary>
    public const int LocalsMax = 1024;

    // The meter adds instructions and variables.
    private const int RewrittenGrowth = 16;
    private const int VisitsPerInstruction = 24;

    private readonly PackageContext _context;
    private readonly TypeUniverse _universe;
    private readonly TypeRelations _relations;
    private readonly MethodDefinition _definition;
    private readonly MethodShape _method;
    private readonly TypeShape _type;
    private readonly Instruction[] _code;
    private readonly Dictionary<Instruction, int> _places;
    private readonly IlType[] _locals;
    private readonly RegionMap _regions;
    private readonly bool[] _leaders;
    private readonly Frame?[] _frames;
    private readonly Stack<int> _pending = new();
    private readonly IlType _int32;
    private readonly IlType _int64;
    private readonly bool _changesThis;
    private Frame _frame;

    private MethodVerifier(PackageContext context, MethodDefinition definition)
    {
        _context = context;
        _universe = context.Universe;
        _definition = definition;
        _method = _universe.Shape(definition);
        _type = _method.Owner;
        _relations = context.Relations(_type, _method);
        _int32 = _universe.Framework("System.Int32");
        _int64 = _universe.Framework("System.Int64");
        var body = definition.Body;
        var growth = context.IsRewritten ? RewrittenGrowth : 1;
        if (body.Instructions.Count == 0 || body.Instructions.Count > InstructionsMax * growth ||
            body.MaxStackSize > StackMax * growth || body.Variables.Count > LocalsMax * growth)
        {
            throw new RefusalException(
                RuleIds.Bounds,
                $"it has no instructions or more than {InstructionsMax}, a stack deeper than {StackMax}, " +
                $"or more than {LocalsMax} variables; divide it");
        }

        _code = [.. body.Instructions];
        _places = new Dictionary<Instruction, int>(_code.Length);
        for (var i = 0; i < _code.Length; i++)
        {
            _places.Add(_code[i], i);
        }

        _changesThis = _method.HasThis && Array.Exists(_code, ChangesThis);
        _regions = new RegionMap(body, PlaceOrEnd);
        _locals = ReadLocals(body);
        _leaders = new bool[_code.Length];
        _frames = new Frame?[_code.Length];
        _frame = new Frame(Math.Max(body.MaxStackSize, 1), _locals.Length);
        for (var i = 0; i < _locals.Length; i++)
        {
            _frame.Locals[i] = _locals[i].Kind == IlKind.Reference ? SlotMarks.Unassigned : SlotMarks.None;
        }
    }

    /// <summary>Verifies a method that has a body.</summary>
    /// <exception cref="RefusalException">It breaks a rule.</exception>
    public static void Verify(PackageContext context, MethodDefinition definition) => new MethodVerifier(context, definition).Run();

    private void Run()
    {
        MarkLeaders();
        var visits = (long)_code.Length * VisitsPerInstruction + 256;
        FlowTo(0);
        while (_pending.TryPop(out var place))
        {
            _frame = _frames[place]!.Clone();
            do
            {
                if (--visits < 0)
                {
                    throw new RefusalException(RuleIds.Bounds, "its control flow is too intricate to verify; divide it");
                }

                _context.Place.At(_code[place].Offset);
                place = Step(place);
            }
            while (place >= 0);
        }

        CheckUnreachable();
    }

    // Executes an instruction on the frame; answers with the next one, or -1 when the block ends.
    private int Step(int place)
    {
        var instruction = _code[place];
        CheckOpcode(instruction);
        var next = Execute(place, instruction);
        if (next < 0)
        {
            return -1;
        }

        if (next >= _code.Length)
        {
            throw new RefusalException(RuleIds.Branch, "it runs off its end");
        }

        _regions.CheckFlow(place, next);
        NoteTry(next);
        if (!_leaders[next])
        {
            return next;
        }

        FlowTo(next);
        return -1;
    }

    private void FlowTo(int place)
    {
        if (_frames[place] is { } known)
        {
            if (known.Merge(_relations, _frame))
            {
                _pending.Push(place);
            }
        }
        else
        {
            _frames[place] = _frame.Clone();
            _pending.Push(place);
        }

        NoteTry(place);
        if (_frame.Count != 0 && _regions.Around(place) is { IsHandler: false } region && region.Start == place)
        {
            throw new RefusalException(RuleIds.Region, "it enters a try block with values on the evaluation stack");
        }
    }

    // A finally block may begin after any instruction of its try block: it sees the marks of all of them.
    private void NoteTry(int place)
    {
        for (var region = _regions.Around(place); region != null; region = region.Parent)
        {
            if (region.IsHandler)
            {
                continue;
            }

            if (_frames[region.End] is not { } handler)
            {
                handler = new Frame(Math.Max(_definition.Body.MaxStackSize, 1), _locals.Length);
                handler.MergeLocals(_frame.Locals);
                _frames[region.End] = handler;
                _pending.Push(region.End);
            }
            else if (handler.MergeLocals(_frame.Locals))
            {
                _pending.Push(region.End);
            }
        }
    }

    private void CheckOpcode(Instruction instruction)
    {
        var opcode = instruction.OpCode;
        if (opcode.Op1 is not (0xff or 0xfe) || RuleSet.Current.Opcode(opcode.Name) is not { } rule)
        {
            throw new RefusalException(RuleIds.Instruction, "it has an instruction that does not exist");
        }

        if (rule.Gas == null && !(_context.IsRewritten && opcode.Code == Code.Sizeof))
        {
            throw new RefusalException(RuleOf(opcode), rule.Reason);
        }
    }

    private static string RuleOf(OpCode opcode) => opcode.Code switch
    {
        Code.Localloc => RuleIds.StackMemory,
        Code.Calli => RuleIds.FunctionPointer,
        Code.Rethrow or Code.Endfilter => RuleIds.Catch,
        Code.Cpblk or Code.Initblk or Code.Unaligned or Code.Volatile or Code.Ldind_I or Code.Stind_I or Code.Ldelem_I or
            Code.Stelem_I or Code.Mkrefany or Code.Refanyval or Code.Refanytype or Code.Arglist or Code.Sizeof => RuleIds.Pointer,
        Code.Jmp or Code.Tail or Code.Break or Code.No => RuleIds.Instruction,
        _ => RuleIds.FloatingPoint,
    };

    // Code that nothing reaches does nothing, but the meter and the loader read it.
    private void CheckUnreachable()
    {
        if (_code[^1].OpCode.FlowControl is not (FlowControl.Return or FlowControl.Branch or FlowControl.Throw))
        {
            throw new RefusalException(RuleIds.Branch, "it runs off its end");
        }

        foreach (var instruction in _code)
        {
            _context.Place.At(instruction.Offset);
            CheckOpcode(instruction);
            switch (instruction.OpCode.Code)
            {
                case (>= Code.Ldloc_0 and <= Code.Stloc_3) or Code.Ldloc_S or Code.Ldloc or Code.Ldloca_S or Code.Ldloca or
                    Code.Stloc_S or Code.Stloc:
                    LocalType(LocalOf(instruction));
                    break;
                case (>= Code.Ldarg_0 and <= Code.Ldarg_3) or Code.Ldarg_S or Code.Ldarg or Code.Ldarga_S or Code.Ldarga or
                    Code.Starg_S or Code.Starg:
                    ArgumentType(ArgumentOf(instruction));
                    break;
                default:
                    break;
            }

            switch (instruction.Operand)
            {
                case null when instruction.OpCode.OperandType != OperandType.InlineNone:
                    throw new RefusalException(RuleIds.Malformed, "it names something that is not there");
                case MethodReference method:
                    _universe.Resolve(method, out _, out _);
                    break;
                case TypeReference type:
                    _universe.Decode(type, TypePlace.Owner);
                    break;
                default:
                    break;
            }
        }
    }

    private IlType[] ReadLocals(MethodBody body)
    {
        if (body.Variables.Count > 0 && !body.InitLocals)
        {
            throw new RefusalException(
                RuleIds.Locals, "its variables begin with what memory happens to hold (SkipLocalsInit)");
        }

        var locals = new IlType[body.Variables.Count];
        for (var i = 0; i < locals.Length; i++)
        {
            locals[i] = _universe.Decode(body.Variables[i].VariableType, TypePlace.Variable);
            TypeConstraints.Check(_relations, locals[i]);
        }

        return locals;
    }

    private static bool ChangesThis(Instruction instruction) =>
        instruction.OpCode.Code is Code.Starg or Code.Starg_S or Code.Ldarga or Code.Ldarga_S &&
        instruction.Operand is ParameterDefinition { Index: < 0 };

    private int PlaceOrEnd(Instruction? instruction) => instruction == null ? _code.Length : PlaceOf(instruction);

    private int PlaceOf(object? operand) => operand is Instruction instruction && _places.TryGetValue(instruction, out var place)
        ? place
        : throw new RefusalException(RuleIds.Branch, "it jumps into the middle of an instruction or out of the method");

    private void MarkLeaders()
    {
        foreach (var instruction in _code)
        {
            switch (instruction.OpCode.OperandType)
            {
                case OperandType.InlineBrTarget or OperandType.ShortInlineBrTarget:
                    _leaders[PlaceOf(instruction.Operand)] = true;
                    break;
                case OperandType.InlineSwitch:
                    foreach (var target in (Instruction?[])instruction.Operand)
                    {
                        _leaders[PlaceOf(target)] = true;
                    }

                    break;
                default:
                    break;
            }
        }

        foreach (var region in _regions.Regions)
        {
            _leaders[region.Start] = true;
        }
    }
}
