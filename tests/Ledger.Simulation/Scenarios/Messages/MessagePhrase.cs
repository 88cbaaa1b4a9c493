using System.Globalization;
using Ledger.Consensus;

namespace Ledger.Simulation;

/// <summary>
/// A message in the words of the paper: its kind, then fields under the paper's letters, as in
/// <c>PREPARE v=0 n=1 d=b1</c>. To make a message all fields are needed that have no default; to recognise one, any.
/// Immutable.
/// </summary>
/// <param name="Kind">Null for <c>ANY</c>.</param>
/// <param name="Fields">By letter.</param>
internal sealed record MessagePhrase(MessageKind? Kind, IReadOnlyDictionary<string, string> Fields)
{
    private static readonly Dictionary<string, (MessageKind? Kind, string[] Fields)> Kinds = new(StringComparer.Ordinal)
    {
        ["PRE-PREPARE"] = (MessageKind.PrePrepare, ["v", "n", "d", "t"]),
        ["PREPARE"] = (MessageKind.Prepare, ["v", "n", "d"]),
        ["COMMIT"] = (MessageKind.Commit, ["v", "n", "d"]),
        ["CHECKPOINT"] = (MessageKind.Checkpoint, ["n", "d"]),
        ["VIEW-CHANGE"] = (MessageKind.ViewChange, ["v", "h", "d", "C", "P"]),
        ["NEW-VIEW"] = (MessageKind.NewView, ["v", "h", "V", "O"]),
        ["STATUS"] = (MessageKind.Status, ["v", "active", "head", "h", "has"]),
        ["TRANSACTIONS"] = (MessageKind.Transactions, ["t"]),
        ["FETCH-BATCH"] = (MessageKind.FetchBatch, ["n", "d"]),
        ["BATCH-REPLY"] = (MessageKind.BatchReply, ["n", "d"]),
        ["STABLE-CHECKPOINT"] = (MessageKind.StableCheckpoint, ["h", "d", "C"]),
        ["ANY"] = (null, []),
    };

    /// <summary>Reads one.</summary>
    /// <exception cref="ScenarioException">There is no such kind, or it has no such field.</exception>
    public static MessagePhrase Parse(IReadOnlyList<string> words)
    {
        if (!Kinds.TryGetValue(words[0], out var kind))
        {
            throw new ScenarioException($"there is no message {words[0]}");
        }

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 1; i < words.Count; i++)
        {
            var parts = words[i].Split('=', 2);
            if (parts.Length != 2 || !kind.Fields.Contains(parts[0]) || !fields.TryAdd(parts[0], parts[1]))
            {
                throw new ScenarioException($"{words[0]} has no {words[i]}");
            }
        }

        return new MessagePhrase(kind.Kind, fields);
    }

    /// <summary>The kind of a name.</summary>
    public static MessageKind KindOf(string name) =>
        Kinds.TryGetValue(name, out var kind) && kind.Kind is { } known
            ? known : throw new ScenarioException($"there is no message {name}");

    /// <summary>A field; null when it is not given.</summary>
    public string? Find(string field) => Fields.GetValueOrDefault(field);

    /// <summary>A field that must be there.</summary>
    public string Get(string field) => Find(field) ?? throw new ScenarioException($"{Kind} needs {field}=");

    /// <summary>A field that is a number; 0 when it is not given.</summary>
    public ulong Number(string field) => Find(field) is { } text ? NumberOf(text) : 0;

    /// <summary>A list in a field: nothing for <c>none</c>.</summary>
    public static string[] ListOf(string text, char separator = ',') => text == "none" ? [] : text.Split(separator);

    /// <summary>A number.</summary>
    public static ulong NumberOf(string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : throw new ScenarioException($"{text} is no number");
}
