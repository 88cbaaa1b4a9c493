using Mono.Cecil.Cil;

namespace Ledger.Runtime;

/// <summary>
/// Turns <c>finally</c> into ordinary jumps. An exception in a contract always ends the whole call and undoes its
/// effects, and nothing in a contract can catch it, so a finally that an exception would run can have no effect that
/// anyone sees; what remains is the way through it from <c>leave</c>, and rewritten code has no handlers at all. That
/// closes what handlers open: work after the gas has run out, exceptions that replace exceptions, and stack that nested
/// handlers take while they unwind.
/// </summary>
internal sealed class FinallyPlan
{
    private readonly Dictionary<Instruction, int> _places = [];
    private readonly List<Finally> _finallies = [];
    private readonly Dictionary<Instruction, Route> _routes = [];
    private readonly MethodBody _body;

    /// <exception cref="MeteringException">The method catches exceptions.</exception>
    public FinallyPlan(MethodBody body)
    {
        _body = body;
        for (var i = 0; i < body.Instructions.Count; i++)
        {
            _places.Add(body.Instructions[i], i);
        }

        // Inner handlers stand before outer ones (ECMA-335 II.19).
        foreach (var handler in body.ExceptionHandlers)
        {
            if (handler.HandlerType is not (ExceptionHandlerType.Finally or ExceptionHandlerType.Fault))
            {
                throw new MeteringException($"{body.Method.FullName} catches exceptions");
            }

            _finallies.Add(new Finally(handler, Range(handler.TryStart, handler.TryEnd),
                Range(handler.HandlerStart, handler.HandlerEnd)));
        }

        foreach (var leave in body.Instructions)
        {
            if (leave.OpCode.Code == Code.Leave)
            {
                _routes.Add(leave, RouteOf(leave));
            }
        }
    }

    /// <summary>Whether only an exception would lead to the instruction; it is left out.</summary>
    public bool IsDropped(Instruction instruction)
    {
        var place = _places[instruction];
        return _finallies.Exists(f => f.Continuations.Count == 0 && Contains(f.HandlerRange, place));
    }

    /// <summary>What stands in the place of <c>leave</c>; operands are instructions of the method as it was.</summary>
    public IEnumerable<Instruction> Leave(Instruction leave)
    {
        var route = _routes[leave];
        foreach (var (through, continuation) in route.Steps)
        {
            if (through.Continuations.Count > 1)
            {
                yield return Instruction.Create(OpCodes.Ldc_I4, continuation);
                yield return Instruction.Create(OpCodes.Stloc, Selector(through));
            }
        }

        yield return Instruction.Create(OpCodes.Br, route.First);
    }

    /// <summary>What stands in the place of <c>endfinally</c>.</summary>
    public IEnumerable<Instruction> EndFinally(Instruction end)
    {
        var place = _places[end];
        var through = _finallies.Find(f => Contains(f.HandlerRange, place)) ??
            throw new MeteringException($"{_body.Method.FullName} ends a finally outside of one");
        var last = through.Continuations.Count - 1;
        if (last > 0)
        {
            yield return Instruction.Create(OpCodes.Ldloc, Selector(through));
            yield return Instruction.Create(OpCodes.Switch, through.Continuations.Take(last).ToArray());
        }

        yield return Instruction.Create(OpCodes.Br, through.Continuations[last]);
    }

    // From a leave through the finallies around it that are not around its target, and then there.
    private Route RouteOf(Instruction leave)
    {
        var from = _places[leave];
        var target = (Instruction)leave.Operand;
        var to = _places[target];
        var passed = _finallies.FindAll(f => f.Handler.HandlerType == ExceptionHandlerType.Finally &&
            Contains(f.TryRange, from) && !Contains(f.TryRange, to));
        var steps = new List<(Finally, int)>(passed.Count);
        for (var i = 0; i < passed.Count; i++)
        {
            var next = i + 1 < passed.Count ? passed[i + 1].Handler.HandlerStart : target;
            var known = passed[i].Continuations.IndexOf(next);
            if (known < 0)
            {
                known = passed[i].Continuations.Count;
                passed[i].Continuations.Add(next);
            }

            steps.Add((passed[i], known));
        }

        return new Route(steps, passed.Count == 0 ? target : passed[0].Handler.HandlerStart);
    }

    private VariableDefinition Selector(Finally through)
    {
        if (through.Selector == null)
        {
            through.Selector = new VariableDefinition(_body.Method.Module.TypeSystem.Int32);
            _body.Variables.Add(through.Selector);
        }

        return through.Selector;
    }

    private (int Start, int End) Range(Instruction start, Instruction? end) =>
        (_places[start], end == null ? _places.Count : _places[end]);

    private static bool Contains((int Start, int End) range, int place) => place >= range.Start && place < range.End;

    private sealed class Finally(ExceptionHandler handler, (int, int) tryRange, (int, int) handlerRange)
    {
        public ExceptionHandler Handler { get; } = handler;

        public (int Start, int End) TryRange { get; } = tryRange;

        public (int Start, int End) HandlerRange { get; } = handlerRange;

        public List<Instruction> Continuations { get; } = [];

        public VariableDefinition? Selector { get; set; }
    }

    private sealed record Route(List<(Finally Through, int Continuation)> Steps, Instruction First);
}
