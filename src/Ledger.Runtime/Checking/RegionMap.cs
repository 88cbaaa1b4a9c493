using Mono.Cecil.Cil;

namespace Ledger.Runtime;

/// <summary>
/// The try and finally blocks of a method (ECMA-335 III.1.7.5, I.12.4.2.5 to 8): nested or apart, the finally right behind its try,
/// entered and left only where that is allowed.
/// </summary>
internal sealed class RegionMap
{
    private const int ClausesMax = 256;

    private readonly Region?[] _inner;
    private readonly List<Region> _regions = [];

    public RegionMap(MethodBody body, Func<Instruction?, int> placeOf)
    {
        _inner = new Region?[body.Instructions.Count];
        if (!body.HasExceptionHandlers)
        {
            return;
        }

        if (body.ExceptionHandlers.Count > ClausesMax)
        {
            throw new RefusalException(RuleIds.Bounds, $"it has more than {ClausesMax} try blocks");
        }

        for (var i = 0; i < body.ExceptionHandlers.Count; i++)
        {
            var clause = body.ExceptionHandlers[i];
            if (clause.HandlerType != ExceptionHandlerType.Finally)
            {
                throw new RefusalException(RuleIds.Catch, "it catches exceptions; a call that fails must fail as a whole");
            }

            var handler = new Region(i, true, placeOf(clause.HandlerStart), placeOf(clause.HandlerEnd));
            var block = new Region(i, false, placeOf(clause.TryStart), placeOf(clause.TryEnd));
            if (block.Start >= block.End || handler.Start >= handler.End || handler.Start != block.End)
            {
                throw new RefusalException(RuleIds.Region, "it has a finally block that does not stand right behind its try block");
            }

            _regions.Add(block);
            _regions.Add(handler);
        }

        _regions.Sort(static (x, y) => (y.End - y.Start).CompareTo(x.End - x.Start));
        foreach (var region in _regions)
        {
            Paint(region);
        }
    }

    /// <summary>All blocks.</summary>
    public IReadOnlyList<Region> Regions => _regions;

    /// <summary>The innermost block around an instruction, or null.</summary>
    public Region? Around(int place) => _inner[place];

    /// <summary>Control flows from one instruction to another other than by <c>leave</c>.</summary>
    public void CheckFlow(int from, int to)
    {
        if (_inner[from] == _inner[to])
        {
            return;
        }

        // Try blocks may be entered at their first instruction, several at once.
        for (var region = _inner[to]; region is { IsHandler: false } && region.Start == to; region = region.Parent)
        {
            if (region.Parent == _inner[from])
            {
                return;
            }
        }

        throw new RefusalException(RuleIds.Region, "it jumps or falls into or out of a try or finally block");
    }

    /// <summary><c>leave</c> goes out of try blocks only.</summary>
    public void CheckLeave(int from, int to)
    {
        var region = _inner[from];
        if (region == null)
        {
            throw new RefusalException(RuleIds.Region, "it leaves a try block where there is none");
        }

        for (; region != null; region = region.Parent)
        {
            if (region.IsHandler)
            {
                throw new RefusalException(RuleIds.Region, "it leaves a finally block otherwise than at its end");
            }

            if (region.Parent == _inner[to])
            {
                return;
            }
        }

        throw new RefusalException(RuleIds.Region, "it leaves a try block into another block");
    }

    private void Paint(Region region)
    {
        region.Parent = _inner[region.Start];
        var isTwin = region.Parent is { } parent && parent.Start == region.Start && parent.End == region.End;
        for (var i = region.Start; i < region.End; i++)
        {
            if (_inner[i] != region.Parent || isTwin)
            {
                throw new RefusalException(RuleIds.Region, "its try and finally blocks overlap");
            }

            _inner[i] = region;
        }

        if (region.Parent is { } outer && outer.Clause <= region.Clause)
        {
            throw new RefusalException(RuleIds.Region, "its try blocks are listed in the wrong order");
        }
    }
}
