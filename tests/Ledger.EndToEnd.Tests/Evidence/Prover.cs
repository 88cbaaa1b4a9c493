using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ledger.EndToEnd.Tests.Evidence;

/// <summary>Makes proofs by the commands, and has them checked by the command and by the independent checker.</summary>
internal static class Prover
{
    private static string Script => Path.Combine(LedgerCommand.RepositoryRoot, "tests", "interop", "check_proof.py");

    /// <summary>Runs a command that must do well.</summary>
    public static async Task<string> OkAsync(params string[] command)
    {
        var result = await LedgerCommand.RunAsync(command);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', command)}: {result.All}");
        return result.Output;
    }

    /// <summary>Runs a command that must do well and writes what it prints to a file, as a shell would.</summary>
    public static async Task SaveAsync(string file, params string[] command) =>
        await File.WriteAllTextAsync(file, await OkAsync(command));

    /// <summary>Runs a command that must fail with these words.</summary>
    public static async Task FailsAsync(string words, params string[] command)
    {
        var result = await LedgerCommand.RunAsync(command);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(words, result.Errors, StringComparison.Ordinal);
    }

    /// <summary>Checks a file by the command, with its JSON, and by the independent checker.</summary>
    public static async Task<JsonNode> CheckAsync(string file, string genesis)
    {
        var said = JsonNode.Parse(await OkAsync("check-proof", file, "--genesis", genesis, "--json"))!;
        await OkAsync("check-proof", file, "--genesis", genesis);
        if (await HasIndependentAsync())
        {
            var other = await LedgerCommand.RunProgramAsync("python3", ["-B", Script, genesis, file]);
            Assert.True(other.ExitCode == 0, other.All);
            Assert.Contains($"block {said["height"]}", other.Output, StringComparison.Ordinal);
        }

        return said;
    }

    /// <summary>Flips one digit of each member's text in turn: both checkers refuse every one.</summary>
    public static async Task RefusesChangesAsync(string file, string genesis, string folder)
    {
        var original = JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsObject();
        var forged = new List<string>();
        foreach (var (name, value) in original)
        {
            if (name == "format" || Last(value) is not { } text)
            {
                continue;
            }

            var changed = original.DeepClone().AsObject();
            var flipped = text[..^1] + (text[^1] == '0' ? '1' : '0');
            changed[name] = value is JsonArray list ? new JsonArray([.. list.SkipLast(1).Select(v => v!.DeepClone()), flipped]) : flipped;
            forged.Add(Path.Combine(folder, $"forged-{name}.json"));
            await File.WriteAllTextAsync(forged[^1], changed.ToJsonString());
        }

        Assert.InRange(forged.Count, 5, 12);
        foreach (var path in forged)
        {
            await FailsAsync("proves nothing", "check-proof", path, "--genesis", genesis);
        }

        if (await HasIndependentAsync())
        {
            var other = await LedgerCommand.RunProgramAsync("python3", ["-B", Script, genesis, .. forged]);
            Assert.Equal(1, other.ExitCode);
            Assert.Equal(forged.Count, other.Output.Split("does not hold:").Length - 1);
        }
    }

    /// <summary>Ids of a block's transactions.</summary>
    public static async Task<string[]> TransactionsAsync(string network, ulong height)
    {
        var block = JsonNode.Parse(await OkAsync("block", "show", $"{height}", "--dir", network, "--json"))!;
        return [.. block["transactions"]!.AsArray().Select(t => (string)t!["id"]!)];
    }

    /// <summary>Whether python3 and libsodium are here; the demo's checker needs both.</summary>
    public static async Task<bool> HasIndependentAsync()
    {
        try
        {
            const string Probe = "import ctypes, ctypes.util; ctypes.CDLL(ctypes.util.find_library('sodium') or 'libsodium.so.23')";
            return (await LedgerCommand.RunProgramAsync("python3", ["-c", Probe])).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static string? Last(JsonNode? value) => value switch
    {
        JsonValue text when text.GetValueKind() == JsonValueKind.String => (string?)text,
        JsonArray { Count: > 0 } list => (string?)list[^1],
        _ => null,
    };
}
