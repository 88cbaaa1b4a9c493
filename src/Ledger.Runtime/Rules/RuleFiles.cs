using System.Globalization;

namespace Ledger.Runtime;

/// <summary>Reads the rule files, which are embedded in this assembly. A line that cannot be read is a bug and throws.</summary>
internal static class RuleFiles
{
    private static readonly Dictionary<string, MemberTraits> Traits = new(StringComparer.Ordinal)
    {
        ["virtual"] = MemberTraits.Virtual,
        ["base"] = MemberTraits.Base,
        ["const"] = MemberTraits.Constant,
        ["dispatch"] = MemberTraits.Dispatch,
        ["uncalled"] = MemberTraits.Uncalled,
        ["drop"] = MemberTraits.Drop,
        ["pattern"] = MemberTraits.Pattern,
        ["number"] = MemberTraits.Number,
        ["char"] = MemberTraits.Character,
        ["equality"] = MemberTraits.Equality,
        ["in"] = MemberTraits.ReadsReferences,
    };

    public static RuleSet Read(int version) => new(
        version,
        [.. Lines("opcodes.txt").Select(Opcode)],
        [.. Lines("types.txt").Select(Type)],
        [.. Lines("members.txt").Select(Member)],
        Lines("attributes.txt").ToDictionary(f => f[0], f => f[1], StringComparer.Ordinal));

    /// <summary>The fields of each line that is neither empty nor a comment.</summary>
    public static IEnumerable<string[]> Lines(string file)
    {
        var name = "Ledger.Runtime.Rules." + file;
        using var stream = typeof(RuleFiles).Assembly.GetManifestResourceStream(name) ??
            throw new RuntimeInvariantException($"{name} is not embedded");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line.Split('|', StringSplitOptions.TrimEntries);
            }
        }
    }

    private static OpcodeRule Opcode(string[] fields) => new(
        fields[0], fields[1] == "-" ? null : int.Parse(fields[1], CultureInfo.InvariantCulture), fields[2]);

    private static MemberRule Member(string[] fields)
    {
        var traits = MemberTraits.None;
        foreach (var word in Words(fields[2]))
        {
            traits |= Traits[word];
        }

        return new MemberRule(fields[0], MemberCost.Parse(fields[1]), traits, fields[3]);
    }

    // kind name<parameters> : base
    private static TypeRule Type(string[] fields)
    {
        var words = fields[0].Split(' ');
        var open = words[1].IndexOf('<', StringComparison.Ordinal);
        var parameters = open < 0
            ? ""
            : string.Concat(words[1][(open + 1)..^1].Split(',').Select(p => p[0] is '+' or '-' ? p[0] : ' '));
        return new TypeRule(
            words[0], open < 0 ? words[1] : words[1][..open], parameters, words[3] == "-" ? null : words[3],
            fields[1].Split(", ", StringSplitOptions.RemoveEmptyEntries), Words(fields[2]), fields[3]);
    }

    private static string[] Words(string field) => field.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
