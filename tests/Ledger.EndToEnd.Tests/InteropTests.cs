using System.Text.Json;

namespace Ledger.EndToEnd.Tests;

/// <summary>Other languages drive a running node with the published .proto files and docs/protocol.md alone.</summary>
[Collection(DemoCollection.Name)]
public sealed class InteropTests(DemoNetwork network)
{
    private const string Account = "cell1/home-01";
    private const string Recipient = "cell2/home-02";

    private static string Interop => Path.Combine(LedgerCommand.RepositoryRoot, "tests", "interop", "ledger");

    private string[] Arguments =>
    [
        network.Addresses[0], Path.Combine(LedgerCommand.RepositoryRoot, "proto"), network.Genesis,
        network.DeviceDirectory(Account), Account, Recipient,
    ];

    [Fact]
    public async Task A_python_grpcio_client_submits_reads_proves_and_is_refused_a_replay()
    {
        const string Python = "/usr/bin/python3";
        Assert.SkipUnless(
            File.Exists(Python) &&
            (await LedgerCommand.RunProgramAsync(Python, ["-c", "import grpc, grpc_tools.protoc"])).ExitCode == 0,
            "python3-grpcio and python3-grpc-tools are not installed");

        var run = await LedgerCommand.RunProgramAsync(Python, [Path.Combine(Interop, "ledger_client.py"), .. Arguments]);

        Assert.True(run.ExitCode == 0, run.All);
        using var result = JsonDocument.Parse(run.Output);
        Assert.Equal("ALREADY_EXISTS", result.RootElement.GetProperty("replay").GetString());
        Assert.True(result.RootElement.GetProperty("certificate").GetBoolean());
        Assert.True(result.RootElement.GetProperty("proof").GetBoolean());
        Assert.True(result.RootElement.GetProperty("absence").GetBoolean());
    }

    [Fact]
    public async Task A_grpc_js_client_submits_over_the_stream()
    {
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Interop, "node_modules", "@grpc", "grpc-js")),
            "run 'npm ci' in tests/interop/ledger to install @grpc/grpc-js");

        var run = await LedgerCommand.RunProgramAsync("node", [Path.Combine(Interop, "ledger_client.js"), .. Arguments]);

        Assert.True(run.ExitCode == 0, run.All);
        using var result = JsonDocument.Parse(run.Output);
        Assert.Equal(7, result.RootElement.GetProperty("tag").GetInt32());
        Assert.Equal("OK", result.RootElement.GetProperty("status").GetString());
    }
}
