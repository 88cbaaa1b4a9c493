using System.Reflection;

namespace Ledger.Chaincode.Analyzers;

/// <summary>The checker's rule files, embedded here as they lie in the runtime. Immutable.</summary>
internal sealed class RuleData
{
    private readonly Dictionary<string, string> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _hints = new(StringComparer.Ordinal);

    private RuleData()
    {
        foreach (var fields in Lines("types.txt"))
        {
            // kind name<parameters> : base
            var name = fields[0].Split(' ')[1];
            var open = name.IndexOf('<');
            _types.Add(open < 0 ? name : name.Substring(0, open));
        }

        foreach (var fields in Lines("members.txt"))
        {
            _members[fields[0]] = fields[2];
        }

        foreach (var fields in Lines("hints.txt"))
        {
            _hints[fields[0]] = fields[2];
        }
    }

    /// <summary>The rules of this version.</summary>
    public static RuleData Current { get; } = new();

    /// <summary>Whether contracts may name a type of the framework.</summary>
    public bool AllowsType(string name) => _types.Contains(name);

    /// <summary>Whether contracts may call a member of the framework.</summary>
    public bool AllowsMember(string signature) =>
        _members.TryGetValue(signature, out var flags) && !flags.Split(',').Contains("uncalled");

    /// <summary>Whether any member of a type by this name may be used, in another form.</summary>
    public bool HasOtherForm(string typeAndName) => _members.Keys.Any(k => k.Contains(" " + typeAndName));

    /// <summary>What to do instead of using a type, or null where the rules know no better words.</summary>
    public string? HintFor(string type)
    {
        if (_hints.TryGetValue(type, out var hint))
        {
            return hint;
        }

        for (var end = type.LastIndexOf('.'); end > 0; end = type.LastIndexOf('.', end - 1))
        {
            if (_hints.TryGetValue(type.Substring(0, end + 1), out hint))
            {
                return hint;
            }
        }

        return null;
    }

    private static IEnumerable<string[]> Lines(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Rules." + file);
        if (stream == null)
        {
            yield break;
        }

        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return [.. line.Split('|').Select(f => f.Trim())];
            }
        }
    }
}
