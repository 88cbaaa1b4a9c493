using System.Collections.Frozen;

namespace Ledger.Runtime;

/// <summary>The types of .NET, built from the rules and from nothing else.</summary>
internal sealed class FrameworkTypes
{
    private readonly FrozenDictionary<string, TypeShape> _types;

    public FrameworkTypes(RuleSet rules)
    {
        var types = new Dictionary<string, TypeShape>(StringComparer.Ordinal);
        foreach (var rule in rules.Types)
        {
            types.Add(rule.Name, Shape(rule));
        }

        _types = types.ToFrozenDictionary(StringComparer.Ordinal);
        foreach (var rule in rules.Types)
        {
            var shape = _types[rule.Name];
            shape.Base = rule.Base == null ? null : Parse(rule.Base);
            shape.Interfaces.AddRange(rule.Interfaces.Select(Parse));
        }
    }

    /// <summary>The types of the current rules.</summary>
    public static FrameworkTypes Current { get; } = new(RuleSet.Current);

    public TypeShape? Find(string name) => _types.GetValueOrDefault(name);

    /// <summary>A type that the rules are known to hold.</summary>
    public IlType Type(string name) => IlType.Named(_types[name]);

    private static TypeShape Shape(TypeRule rule) => new()
    {
        Origin = TypeOrigin.Framework,
        Name = rule.Name,
        Kind = rule.Kind,
        Variance = rule.Parameters,
        Flags = rule.Flags,
        IsByRefLike = rule.Flags.Contains("by-ref-like"),
        Parameters = rule.Flags.Contains("struct-arguments") ? [new ParameterShape(false, true, false, [])] : [],
    };

    // name, name<type,type>, !0
    private IlType Parse(string text)
    {
        var place = 0;
        return Parse(text, ref place);
    }

    private IlType Parse(string text, ref int place)
    {
        var start = place;
        while (place < text.Length && text[place] is not ('<' or '>' or ','))
        {
            place++;
        }

        var name = text[start..place];
        if (name[0] == '!')
        {
            return IlType.Parameter(ofMethod: false, name[1] - '0');
        }

        var arguments = new List<IlType>();
        if (place < text.Length && text[place] == '<')
        {
            do
            {
                place++;
                arguments.Add(Parse(text, ref place));
            }
            while (text[place] == ',');
            place++;
        }

        return IlType.Named(_types[name], [.. arguments]);
    }
}
