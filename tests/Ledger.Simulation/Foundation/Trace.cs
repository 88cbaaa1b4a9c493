using System.Text;

namespace Ledger.Simulation;

/// <summary>
/// What happened, one line a step. Off unless asked for: a seed that fails runs a second time with it on, to the letter
/// the same. Lines are only formatted while it is on. Not thread safe.
/// </summary>
internal sealed class Trace(bool isOn)
{
    private readonly List<string> _lines = [];

    /// <summary>Whether lines are kept.</summary>
    public bool IsOn { get; } = isOn;

    /// <summary>All lines so far.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Adds a line.</summary>
    /// <param name="time">Simulated milliseconds.</param>
    /// <param name="who">Node, client or fault.</param>
    /// <param name="what">What happened.</param>
    public void Add(long time, string who, string what)
    {
        if (IsOn)
        {
            _lines.Add($"{time,7} {who,-8} {what}");
        }
    }

    /// <summary>The last lines as one text.</summary>
    public string Tail(int count)
    {
        var text = new StringBuilder();
        for (var i = Math.Max(0, _lines.Count - count); i < _lines.Count; i++)
        {
            text.Append(_lines[i]).Append('\n');
        }

        return text.ToString();
    }
}
