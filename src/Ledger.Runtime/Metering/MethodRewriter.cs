using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Ledger.Runtime;

/// <summary>Rewrites one method. The new body is made beside the old one, which keeps telling what jumps where.</summary>
internal sealed class MethodRewriter
{
    private readonly MethodBody _body;
    private readonly RuleSet _rules;
    private readonly InstructionCosts _costs;
    private readonly TypeSizes _sizes;
    private readonly MeterMembers _meter;
    private readonly VariableDefinition _local;
    private readonly List<Instruction> _code = [];

    // Where jumps to an instruction of the old body go.
    private readonly Dictionary<Instruction, Instruction> _moved = [];

    public MethodRewriter(
        MethodDefinition method, RuleSet rules, InstructionCosts costs, TypeSizes sizes, MeterMembers meter)
    {
        _body = method.Body;
        _rules = rules;
        _costs = costs;
        _sizes = sizes;
        _meter = meter;
        _local = new VariableDefinition(meter.Type);
    }

    private bool IsInitializer => _body.Method is { IsStatic: true, IsConstructor: true };

    /// <summary>Rewrites the method.</summary>
    /// <returns>Bytes of stack that its frame is charged.</returns>
    /// <exception cref="MeteringException">The method cannot be metered.</exception>
    public int Rewrite()
    {
        _body.SimplifyMacros();
        var frame = FrameSizes.Of(_body, _sizes, _costs);
        var plan = new FinallyPlan(_body);
        var leaders = BasicBlocks.Leaders(_body);
        _body.Variables.Add(_local);
        EmitEnter(frame);
        var prefixes = new List<Instruction>();
        foreach (var instruction in _body.Instructions.Where(i => !plan.IsDropped(i)))
        {
            if (leaders.Contains(instruction))
            {
                RequireNoPrefix(prefixes);
                var at = _code.Count;
                EmitBlock(instruction, leaders);
                _moved.Add(instruction, _code[at]);
            }

            if (instruction.OpCode.OpCodeType == OpCodeType.Prefix)
            {
                prefixes.Add(instruction);
                continue;
            }

            Emit(instruction, prefixes, plan, frame);
            prefixes.Clear();
        }

        RequireNoPrefix(prefixes);
        Finish();
        return frame;
    }

    private void EmitEnter(int frame)
    {
        if (IsInitializer)
        {
            Add(OpCodes.Call, _meter.BeginInitializer);
        }

        Add(OpCodes.Ldc_I4, frame);
        Add(OpCodes.Call, _meter.Enter);
        Add(OpCodes.Stloc, _local);
    }

    private void EmitBlock(Instruction leader, HashSet<Instruction> leaders)
    {
        var quarters = 0L;
        var bytes = 0L;
        for (var instruction = leader; instruction != null; instruction = instruction.Next)
        {
            if (instruction != leader && leaders.Contains(instruction))
            {
                break;
            }

            var cost = _costs.Of(instruction);
            quarters += cost.Quarters;
            bytes += cost.Bytes;
        }

        if (quarters > int.MaxValue - InstructionCosts.QuartersPerGas || bytes > int.MaxValue)
        {
            throw new MeteringException($"{_body.Method.FullName} has a block whose cost is beyond measure");
        }

        Add(OpCodes.Ldloc, _local);
        Add(OpCodes.Ldc_I4, InstructionCosts.Gas((int)quarters));
        if (bytes == 0)
        {
            Add(OpCodes.Call, _meter.Block);
            return;
        }

        Add(OpCodes.Ldc_I4, (int)bytes);
        Add(OpCodes.Call, _meter.AllocatingBlock);
    }

    private void Emit(Instruction instruction, List<Instruction> prefixes, FinallyPlan plan, int frame)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Leave:
                _code.AddRange(plan.Leave(instruction));
                return;
            case Code.Endfinally:
                _code.AddRange(plan.EndFinally(instruction));
                return;
            case Code.Ret:
                Add(OpCodes.Ldloc, _local);
                Add(OpCodes.Ldc_I4, frame);
                Add(OpCodes.Call, _meter.Leave);
                if (IsInitializer)
                {
                    Add(OpCodes.Call, _meter.EndInitializer);
                }

                break;
            case Code.Newarr:
                // The count may be a native integer; arrays longer than 32 bits tell do not exist.
                Add(OpCodes.Conv_Ovf_I4);
                Add(OpCodes.Ldloc, _local);
                Add(OpCodes.Ldc_I4, _sizes.Of((TypeReference)instruction.Operand).Bytes);
                Add(OpCodes.Call, _meter.NewArray);
                break;
            case Code.Ldsfld when RuleSet.IsDelegateCache((FieldReference)instruction.Operand):
                Add(OpCodes.Ldnull);
                return;
            case Code.Call or Code.Callvirt or Code.Newobj:
                var method = (MethodReference)instruction.Operand;
                if (_rules.Member(method) is { Traits: var traits } && (traits & MemberTraits.Drop) != 0)
                {
                    Add(OpCodes.Nop);
                    return;
                }

                new CallCharge(_body, _code, _local, _meter, _costs).Emit(
                    instruction, method, prefixes.Exists(p => p.OpCode.Code == Code.Constrained), _rules);
                break;
            default:
                break;
        }

        _code.AddRange(prefixes);
        _code.Add(instruction);
    }

    private void Finish()
    {
        foreach (var instruction in _code)
        {
            if (instruction.Operand is Instruction target)
            {
                instruction.Operand = Moved(target);
            }
            else if (instruction.Operand is Instruction[] targets)
            {
                instruction.Operand = targets.Select(Moved).ToArray();
            }
        }

        _body.ExceptionHandlers.Clear();
        _body.Instructions.Clear();
        foreach (var instruction in _code)
        {
            _body.Instructions.Add(instruction);
        }

        _body.InitLocals = true;
        _body.OptimizeMacros();
    }

    private Instruction Moved(Instruction target) => _moved.TryGetValue(target, out var moved)
        ? moved
        : throw new MeteringException($"{_body.Method.FullName} jumps to where nothing leads");

    private void RequireNoPrefix(List<Instruction> prefixes)
    {
        if (prefixes.Count > 0)
        {
            throw new MeteringException($"{_body.Method.FullName} jumps behind a prefix");
        }
    }

    private void Add(OpCode code) => _code.Add(Instruction.Create(code));

    private void Add(OpCode code, int value) => _code.Add(Instruction.Create(code, value));

    private void Add(OpCode code, VariableDefinition local) => _code.Add(Instruction.Create(code, local));

    private void Add(OpCode code, MethodReference method) => _code.Add(Instruction.Create(code, method));
}
