using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Ledger.Runtime;

/// <summary>
/// Charges a call of a member outside the package by the sizes of its arguments, right before it: those above the
/// lowest measured one are put aside, measured, and put back.
/// </summary>
internal sealed class CallCharge
{
    private readonly MethodBody _body;
    private readonly List<Instruction> _code;
    private readonly VariableDefinition _local;
    private readonly MeterMembers _meter;
    private readonly InstructionCosts _costs;

    public CallCharge(
        MethodBody body, List<Instruction> code, VariableDefinition local, MeterMembers meter, InstructionCosts costs)
    {
        _body = body;
        _code = code;
        _local = local;
        _meter = meter;
        _costs = costs;
    }

    /// <summary>Writes the charges of a call.</summary>
    /// <param name="call">The instruction.</param>
    /// <param name="method">What it calls.</param>
    /// <param name="rules">The prices.</param>
    /// <param name="constrained">What the receiver is a pointer to, for calls on values of any type.</param>
    public void Emit(Instruction call, MethodReference method, RuleSet rules, TypeReference? constrained)
    {
        if (rules.CostOf(method) is not { Terms.Count: > 0 } cost)
        {
            return;
        }

        // Positions on the stack: the receiver is the first, unless the call makes it.
        var first = method.HasThis && call.OpCode.Code != Code.Newobj ? 1 : 0;
        var charges = new List<(int Position, MethodReference Count, TypeReference? Behind, CostTerm Term)>();
        foreach (var term in cost.Terms)
        {
            if (InstructionCosts.ConstantUnits(term, call) != null)
            {
                continue;
            }

            if (constrained != null && term.Argument == CostTerm.Receiver)
            {
                charges.Add((0, _meter.Any(constrained), constrained, term));
                continue;
            }

            var type = Argument(method, term.Argument);
            if (_meter.Count(term.Measure, type is ByReferenceType reference ? reference.ElementType : type) is { } count)
            {
                var behind = term.Argument == CostTerm.Receiver && IsStruct(method.DeclaringType)
                    ? method.DeclaringType
                    : (type as ByReferenceType)?.ElementType;
                charges.Add((first + term.Argument, count, behind, term));
            }
        }

        if (charges.Count > 0)
        {
            Emit(method, first, charges, constrained);
        }
    }

    private void Emit(
        MethodReference method, int first,
        List<(int Position, MethodReference Count, TypeReference? Behind, CostTerm Term)> charges,
        TypeReference? constrained)
    {
        var lowest = charges.Min(c => c.Position);
        var last = first + method.Parameters.Count - 1;
        var aside = new VariableDefinition?[last + 1];
        if (charges.Count > 1 || lowest != last)
        {
            for (var i = last; i >= lowest; i--)
            {
                var type = i < first ? Receiver(method, constrained) : Argument(method, i - first);
                _body.Variables.Add(aside[i] = new VariableDefinition(type));
                _code.Add(Instruction.Create(OpCodes.Stloc, aside[i]));
            }
        }

        foreach (var (position, count, behind, term) in charges)
        {
            _code.Add(aside[position] is { } local
                ? Instruction.Create(OpCodes.Ldloc, local)
                : Instruction.Create(OpCodes.Dup));
            if (behind != null)
            {
                _code.Add(Instruction.Create(OpCodes.Ldobj, behind));
            }

            _code.Add(Instruction.Create(OpCodes.Ldloc, _local));
            _code.Add(Instruction.Create(OpCodes.Ldc_I4, term.GasPer16));
            _code.Add(Instruction.Create(OpCodes.Ldc_I4, _costs.BytesPerUnit(term, method)));
            _code.Add(Instruction.Create(OpCodes.Call, count));
        }

        for (var i = lowest; i <= last && aside[lowest] != null; i++)
        {
            _code.Add(Instruction.Create(OpCodes.Ldloc, aside[i]!));
        }
    }

    private static TypeReference Argument(MethodReference method, int argument) => argument == CostTerm.Receiver
        ? method.DeclaringType
        : CallTypes.Substitute(method.Parameters[argument].ParameterType, method);

    private static TypeReference Receiver(MethodReference method, TypeReference? constrained) =>
        constrained != null ? new ByReferenceType(constrained)
        : IsStruct(method.DeclaringType) ? new ByReferenceType(method.DeclaringType)
        : method.DeclaringType;

    private static bool IsStruct(TypeReference type) =>
        type.IsValueType || type.GetElementType().Name is "Span`1" or "ReadOnlySpan`1";
}
