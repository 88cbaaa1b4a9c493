using System.Text.Json.Nodes;

namespace Ledger.Cli.Tests;

/// <summary>One command run in this process.</summary>
internal sealed record Run(int Status, string Output, string Error)
{
    public JsonNode Json => JsonNode.Parse(Output)!;

    public static async Task<Run> OfAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var status = await CommandLine.RunAsync(arguments, output, error);
        return new Run(status, output.ToString(), error.ToString());
    }

    /// <summary>
    /// The promise for every failure: nothing on standard output, one line on standard error, no stack.
    /// </summary>
    public Run FailsWith(int status, string words)
    {
        Assert.Equal(status, Status);
        var line = Error.TrimEnd('\n');
        Assert.StartsWith("ledger: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
        Assert.Contains(words, line, StringComparison.Ordinal);
        return this;
    }

    public Run IsOk()
    {
        Assert.Equal("", Error);
        Assert.Equal(0, Status);
        return this;
    }
}
