using System.Globalization;

namespace Ledger.Simulation;

/// <summary>What a line of a scenario has in the places of its pattern.</summary>
internal sealed class StepArguments
{
    private readonly Dictionary<string, IReadOnlyList<string>> _values = new(StringComparer.Ordinal);

    /// <summary>The one word in a place.</summary>
    public string this[string name] => _values[name][0];

    /// <summary>All words in a place.</summary>
    public IReadOnlyList<string> Words(string name) => _values[name];

    /// <summary>The number in a place.</summary>
    public int Number(string name) => int.Parse(this[name], CultureInfo.InvariantCulture);

    /// <summary>The number in a place, as a height or view.</summary>
    public ulong Long(string name) => ulong.Parse(this[name], CultureInfo.InvariantCulture);

    /// <summary>The message in a place.</summary>
    public MessagePhrase Message(string name) => MessagePhrase.Parse(Words(name));

    /// <summary>Fills a place.</summary>
    public void Set(string name, IReadOnlyList<string> words) => _values[name] = words;
}
