namespace Ledger.EndToEnd.Tests;

/// <summary>The offline audit of a real node's directory, whole and after one byte of it was changed.</summary>
[Collection(DemoCollection.Name)]
public sealed class VerifyTests(DemoNetwork network)
{
    [Fact]
    public async Task Verify_passes_on_a_stopped_node_and_fails_after_one_byte_is_changed()
    {
        using var copies = new TemporaryFolder();
        var data = await StoppedCopyAsync(copies.Path);

        var good = await LedgerCommand.RunAsync("verify", data, "--genesis", network.Genesis);
        Assert.True(good.ExitCode == 0, good.All);

        foreach (var table in Directory.GetFiles(data, "*.sst"))
        {
            await AssertFoundAsync(data, table);
        }
    }

    /// <summary>Stops the last node, copies its data, and starts it again.</summary>
    private async Task<string> StoppedCopyAsync(string folder)
    {
        var node = network.Report.GetProperty("nodes").EnumerateArray().Last();
        var data = node.GetProperty("dataDir").GetString()!;
        var stopped = await LedgerCommand.RunAsync("network", "stop", "--dir", network.Directory);
        Assert.True(stopped.ExitCode == 0, stopped.All);
        var copy = Path.Combine(folder, "data");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(data))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        var started = await LedgerCommand.RunAsync("network", "start", "--dir", network.Directory);
        Assert.True(started.ExitCode == 0, started.All);
        return copy;
    }

    private async Task AssertFoundAsync(string data, string file)
    {
        var bytes = await File.ReadAllBytesAsync(file);
        var middle = bytes.Length / 3;
        bytes[middle] ^= 0x01;
        await File.WriteAllBytesAsync(file, bytes);

        var bad = await LedgerCommand.RunAsync("verify", data, "--genesis", network.Genesis);

        Assert.True(bad.ExitCode == 1, $"a changed byte in {Path.GetFileName(file)} was not found: {bad.All}");
        Assert.DoesNotContain("   at ", bad.All, StringComparison.Ordinal);
        bytes[middle] ^= 0x01;
        await File.WriteAllBytesAsync(file, bytes);
    }
}
