using Mono.Cecil;

namespace Ledger.Runtime;

/// <summary>
/// How type parameters of a package flow into one another (ECMA-335 II.9.2): a flow that comes back larger would make types
/// without end, one that fans out would make more than a node can hold. Both happen while code runs, where no meter sees them.
/// </summary>
internal sealed class GenericGraph
{
    /// <summary>Most parts that a type may grow by on its way through type parameters.</summary>
    public const int GrowthMax = 48;

    /// <summary>Most versions of one generic type or method.</summary>
    public const int VersionsMax = 16_384;

    private readonly Dictionary<(object Definition, int Parameter), int> _nodes = [];
    private readonly List<object> _definitions = [];
    private readonly List<List<(int To, int Growth)>> _edges = [];
    private readonly List<HashSet<string>> _closed = [];

    /// <summary>Notes that code of a type or method names a type.</summary>
    public void Add(TypeShape type, MethodDefinition? method, IlType used)
    {
        if (used.Kind == IlKind.Named && used.Shape!.Origin == TypeOrigin.Package)
        {
            Add(type, method, used.Shape, used.Arguments);
        }
    }

    /// <summary>Notes that code of a type or method names a method with type arguments.</summary>
    public void Add(TypeShape type, MethodDefinition? method, MethodShape used, IlType[] arguments)
    {
        if (used.Definition is { } definition && used.Owner.Origin == TypeOrigin.Package)
        {
            Add(type, method, definition, arguments);
        }
    }

    /// <summary>Notes that a call of the one may run the other.</summary>
    public void Link(MethodDefinition x, MethodDefinition y)
    {
        for (var i = 0; i < x.GenericParameters.Count; i++)
        {
            _edges[Node(x, i)].Add((Node(y, i), 0));
            _edges[Node(y, i)].Add((Node(x, i), 0));
        }
    }

    /// <summary>Refuses a package whose type parameters grow or multiply.</summary>
    /// <exception cref="RefusalException">They do.</exception>
    public void Check()
    {
        var component = Components.Of(_edges);
        var growth = new long[_edges.Count];
        var ways = new long[_edges.Count];
        CheckComponents(component);

        // Components are numbered so that flows go from higher numbers to lower ones.
        var order = Enumerable.Range(0, _edges.Count).OrderByDescending(n => component[n]).ToArray();
        for (var start = 0; start < order.Length;)
        {
            var end = start;
            while (end < order.Length && component[order[end]] == component[order[start]])
            {
                end++;
            }

            Settle(order.AsSpan(start, end - start), component, growth, ways);
            start = end;
        }

        var versions = new Dictionary<object, long>(ReferenceEqualityComparer.Instance);
        for (var node = 0; node < _edges.Count; node++)
        {
            var count = Math.Min(versions.GetValueOrDefault(_definitions[node], 1) * Math.Max(ways[node], 1), VersionsMax + 1L);
            versions[_definitions[node]] = count;
            if (count > VersionsMax)
            {
                throw new RefusalException(
                    RuleIds.Recursion, $"generic code multiplies into more than {VersionsMax} versions of {Name(_definitions[node])}");
            }
        }
    }

    private void CheckComponents(int[] component)
    {
        var seen = new HashSet<(int, object)>();
        for (var node = 0; node < _edges.Count; node++)
        {
            if (!seen.Add((component[node], _definitions[node])))
            {
                throw new RefusalException(
                    RuleIds.Recursion, $"{Name(_definitions[node])} calls itself with its type parameters exchanged");
            }

            foreach (var (to, grows) in _edges[node])
            {
                if (grows > 0 && component[node] == component[to])
                {
                    throw new RefusalException(
                        RuleIds.Recursion, $"{Name(_definitions[node])} uses itself with ever larger type arguments");
                }
            }
        }
    }

    // All parameters of a component get what any of them gets, and pass it on.
    private void Settle(ReadOnlySpan<int> members, int[] component, long[] growth, long[] ways)
    {
        long most = 0;
        long all = 0;
        foreach (var node in members)
        {
            most = Math.Max(most, growth[node]);
            all = Math.Min(all + ways[node] + _closed[node].Count, VersionsMax + 1L);
        }

        if (most > GrowthMax)
        {
            throw new RefusalException(
                RuleIds.Recursion, $"generic code makes types of more than {GrowthMax} parts for {Name(_definitions[members[0]])}");
        }

        foreach (var node in members)
        {
            growth[node] = most;
            ways[node] = all;
            foreach (var (to, grows) in _edges[node])
            {
                if (component[to] != component[node])
                {
                    growth[to] = Math.Max(growth[to], most + grows);
                    ways[to] = Math.Min(ways[to] + all, VersionsMax + 1L);
                }
            }
        }
    }

    private void Add(TypeShape type, MethodDefinition? method, object definition, IlType[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            var to = Node(definition, i);
            if (!AddFlows(type, method, arguments[i], to, 0))
            {
                _closed[to].Add(arguments[i].Key);
            }
        }
    }

    private bool AddFlows(TypeShape type, MethodDefinition? method, IlType argument, int to, int growth)
    {
        if (argument.IsParameter)
        {
            object? from = argument.Kind == IlKind.TypeParameter ? type : method;
            if (from != null)
            {
                var edge = (to, growth);
                var edges = _edges[Node(from, argument.Position)];
                if (!edges.Contains(edge))
                {
                    edges.Add(edge);
                }
            }

            return true;
        }

        var flows = false;
        foreach (var part in argument.Arguments)
        {
            flows |= AddFlows(type, method, part, to, argument.Parts);
        }

        return flows;
    }

    private int Node(object definition, int parameter)
    {
        if (!_nodes.TryGetValue((definition, parameter), out var node))
        {
            node = _edges.Count;
            _nodes.Add((definition, parameter), node);
            _definitions.Add(definition);
            _edges.Add([]);
            _closed.Add(new HashSet<string>(StringComparer.Ordinal));
        }

        return node;
    }

    private static string Name(object definition) => definition is MethodDefinition method
        ? $"{MemberSignature.NameOf(method.DeclaringType)}.{method.Name}"
        : ((TypeShape)definition).Name;
}
