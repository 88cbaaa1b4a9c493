using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Ledger.Runtime;

/// <summary>
/// Rewrites one method. The new body is made beside the old one, which keeps telling what jumps where. Blocks add their
/// gas to a local, which the compiler keeps in a register; the meter takes it at the head of a loop as soon as it has
/// reached <see cref="PendingMax"/>, and in any case before calls of the package's and the SDK's code, before an
/// exception is thrown and at the end. So no way through a function can become long without the meter, and an exception
/// of the runtime itself loses at most <see cref="PendingMax"/> and what lies between two of these points.
/// </summary>
internal sealed class MethodRewriter
{
    /// <summary>Gas that a loop gathers before the meter takes it: half a microsecond.</summary>
    public const int PendingMax = 1_024;

    private readonly MethodBody _body;
    private readonly RuleSet _rules;
    private readonly InstructionCosts _costs;
    private readonly TypeSizes _sizes;
    private readonly MeterMembers _meter;
    private readonly VariableDefinition _local;
    private readonly VariableDefinition _pending;
    private readonly List<Instruction> _code = [];
    private long _sum;

    // Since the last settlement no block has begun, so another one would take nothing.
    private bool _isSettled;

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
        _pending = new VariableDefinition(method.Module.TypeSystem.Int32);
    }

    /// <summary>Rewrites the method.</summary>
    /// <returns>Whether the compiler may merge it into callers.</returns>
    /// <exception cref="MeteringException">The method cannot be metered.</exception>
    public bool Rewrite()
    {
        _body.SimplifyMacros();
        var frame = FrameSizes.Of(_body, _sizes, _costs, out var mayInline);
        var plan = new FinallyPlan(_body);
        var leaders = BasicBlocks.Leaders(_body);
        var heads = BasicBlocks.LoopHeads(_body);
        _body.Variables.Add(_local);
        _body.Variables.Add(_pending);
        EmitEnter(frame);
        var prefixes = new List<Instruction>();
        foreach (var instruction in _body.Instructions.Where(i => !plan.IsDropped(i)))
        {
            if (leaders.Contains(instruction))
            {
                RequireNoPrefix(prefixes);
                var at = _code.Count;
                EmitBlock(instruction, leaders, heads.Contains(instruction));
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
        return mayInline;
    }

    private void EmitEnter(int frame)
    {
        Add(OpCodes.Ldc_I4, frame);
        Add(OpCodes.Call, _meter.Enter);
        Add(OpCodes.Stloc, _local);
    }

    private void EmitBlock(Instruction leader, HashSet<Instruction> leaders, bool isLoopHead)
    {
        var units = leader == _body.Instructions[0] ? InstructionCosts.EnterUnits : 0L;
        var bytes = 0L;
        for (var instruction = leader; instruction != null; instruction = instruction.Next)
        {
            if (instruction != leader && leaders.Contains(instruction))
            {
                break;
            }

            var cost = _costs.Of(instruction);
            units += cost.Units;
            bytes += cost.Bytes;
        }

        // No way runs through a block twice without a loop's head, so what is pending stays below the sum of all and what
        // a head leaves.
        _sum += units;
        if (_sum > int.MaxValue / 2 || bytes > int.MaxValue)
        {
            throw new MeteringException($"{_body.Method.FullName} has blocks whose cost is beyond measure");
        }

        _isSettled = bytes != 0;
        if (bytes != 0)
        {
            Add(OpCodes.Ldloc, _local);
        }

        Add(OpCodes.Ldloc, _pending);
        Add(OpCodes.Ldc_I4, InstructionCosts.Gas((int)units));
        Add(OpCodes.Add);
        if (bytes == 0)
        {
            Add(OpCodes.Stloc, _pending);
            if (isLoopHead)
            {
                EmitSettlementOfMuch();
            }

            return;
        }

        Add(OpCodes.Ldc_I4, (int)bytes);
        Add(OpCodes.Call, _meter.AllocatingBlock);
        Add(OpCodes.Ldc_I4, 0);
        Add(OpCodes.Stloc, _pending);
    }

    private void EmitSettlementOfMuch()
    {
        var go = Instruction.Create(OpCodes.Nop);
        _moved.Add(go, go);
        Add(OpCodes.Ldloc, _pending);
        Add(OpCodes.Ldc_I4, PendingMax);
        _code.Add(Instruction.Create(OpCodes.Blt, go));
        EmitSettlement();
        _isSettled = false;
        _code.Add(go);
    }

    private void EmitSettlement()
    {
        Add(OpCodes.Ldloc, _local);
        Add(OpCodes.Ldloc, _pending);
        Add(OpCodes.Call, _meter.Block);
        Add(OpCodes.Ldc_I4, 0);
        Add(OpCodes.Stloc, _pending);
        _isSettled = true;
    }

    private static bool Settles(Instruction instruction)
    {
        if (instruction.Operand is not MethodReference method || instruction.OpCode.FlowControl != FlowControl.Call)
        {
            return instruction.OpCode.Code is Code.Ret or Code.Throw;
        }

        // Delegates of the framework lead back into the package.
        var type = method.DeclaringType.GetElementType();
        return type is TypeDefinition || type.Scope.Name == RuleSet.Sdk || method.Name == "Invoke";
    }

    private void Emit(Instruction instruction, List<Instruction> prefixes, FinallyPlan plan, int frame)
    {
        if (!_isSettled && Settles(instruction))
        {
            EmitSettlement();
        }

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
                    instruction, method, _rules,
                    prefixes.Find(p => p.OpCode.Code == Code.Constrained)?.Operand as TypeReference);
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
        ShortForms.Put(_body);
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
