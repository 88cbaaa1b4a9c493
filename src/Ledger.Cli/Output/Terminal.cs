using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Ledger.Cli.Output;

/// <summary>
/// Where a command writes: results to one stream, the one line about a failure to the other. Not thread safe.
/// </summary>
public sealed class Terminal
{
    private static readonly JsonSerializerOptions JsonFormat = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Columns of what is not a terminal: a file or another program wants whole words.</summary>
    private const int WidthOfFiles = 200;

    /// <summary>Writes to these streams.</summary>
    public Terminal(TextWriter output, TextWriter error)
    {
        Out = output;
        Error = error;
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = AnsiSupport.Detect,
        });
        if (!Console.Profile.Out.IsTerminal)
        {
            Console.Profile.Width = WidthOfFiles;
            Console.Profile.Capabilities.Ansi = false;
        }
    }

    /// <summary>Results.</summary>
    public TextWriter Out { get; }

    /// <summary>Failures.</summary>
    public TextWriter Error { get; }

    /// <summary>Tables and charts on <see cref="Out"/>; colours only where that is a terminal.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>One line of a result.</summary>
    public void Line(string text) => Out.WriteLine(text);

    /// <summary>Rows of a name and a value, aligned.</summary>
    public void Fields(params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var width = 0;
        foreach (var (name, _) in fields)
        {
            width = Math.Max(width, name.Length);
        }

        foreach (var (name, value) in fields)
        {
            Out.WriteLine($"{name.PadRight(width)}  {value}");
        }
    }

    /// <summary>A table, at most as wide as the terminal.</summary>
    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(Markup.Escape(column)).NoWrap());
        }

        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        Console.Write(table);
    }

    /// <summary>The machine's form of a result.</summary>
    public void Json(JsonNode node) => Out.WriteLine(node.ToJsonString(JsonFormat));

    /// <summary>Reports a failure in one line and gives its status back.</summary>
    public int Fault(string message, int status)
    {
        Error.WriteLine("ledger: " + message.ReplaceLineEndings(" "));
        return status;
    }
}
