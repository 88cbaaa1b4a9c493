using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Ledger.Grpc.Client;
using Ledger.Grpc.Testing;

namespace Ledger.Grpc.Tests;

/// <summary>The same service against real gRPC: grpcio from both sides, grpc-js as client. Skipped where they are
/// not installed.</summary>
public sealed class InteropTests
{
    private const string Python = "/usr/bin/python3";
    private const string Node = "/usr/bin/node";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_grpcio_client_is_served()
    {
        await RequireGrpcioAsync();
        await using TestServer server = await TestServer.StartAsync();
        using Process process = Start(Python, Script("grpc_layer_client.py"), server.Address.Authority);
        string output = await FinishAsync(process);
        Assert.True(process.ExitCode == 0, output);
        Assert.Equal(15, output.Split('\n').Count(line => line.StartsWith("ok ", StringComparison.Ordinal)));
        Assert.Empty(server.Logger.Failures);
    }

    [Fact]
    public async Task A_grpcio_server_is_called()
    {
        await RequireGrpcioAsync();
        using Process process = Start(Python, Script("grpc_layer_server.py"));
        try
        {
            string? port =
                await process.StandardOutput.ReadLineAsync(Token).AsTask().WaitAsync(ProbeService.Bound, Token);
            Uri address = new($"http://127.0.0.1:{int.Parse(port ?? "", CultureInfo.InvariantCulture)}");
            using GrpcChannel channel = GrpcChannel.ForAddress(address);
            Probe.ProbeClient client = new(channel);
            await CallUnaryAsync(client);
            await CallStreamsAsync(client);
            await CallFailuresAsync(client);
        }
        finally
        {
            process.StandardInput.Close();
            await FinishAsync(process);
        }
    }

    [Fact]
    public async Task A_grpc_js_client_is_served()
    {
        await RequireGrpcJsAsync();
        await using TestServer server = await TestServer.StartAsync();
        using Process process = Start(
            Node, Script("grpc_layer_client.js"), server.Address.Authority,
            Path.Combine(AppContext.BaseDirectory, "Protos", "testing.proto"));
        string output = await FinishAsync(process);
        Assert.True(process.ExitCode == 0, output);
        Assert.Equal(10, output.Split('\n').Count(line => line.StartsWith("ok ", StringComparison.Ordinal)));
        Assert.Empty(server.Logger.Failures);
    }

    private static async Task CallUnaryAsync(Probe.ProbeClient client)
    {
        await client.PingAsync(new Nothing(), cancellationToken: Token);
        Payload large = new() { Number = 1, Data = ByteString.CopyFrom(new byte[3_000_000]) };
        Metadata headers = new() { { "x-echo", "text" }, { "x-echo-bin", [0, 255] } };
        using var call = client.EchoAsync(large, headers, cancellationToken: Token);
        Assert.Equal(large, await call);
        Assert.Equal("text", (await call.ResponseHeadersAsync).GetValue("x-echo"));
        Assert.Equal([0, 255], call.GetTrailers().GetValueBytes("x-echo-bin"));
    }

    private static async Task CallStreamsAsync(Probe.ProbeClient client)
    {
        using var collect = client.Collect(cancellationToken: Token);
        for (int i = 0; i < 100; i++)
            await collect.RequestStream.WriteAsync(
                new Payload { Data = ByteString.CopyFrom(new byte[i * 100]) }, Token);
        await collect.RequestStream.CompleteAsync();
        Assert.Equal(100, (await collect).Messages);

        using var produce = client.Produce(new SizesRequest(), cancellationToken: Token);
        List<long> numbers = [];
        await foreach (Payload payload in produce.ResponseStream.ReadAllAsync(Token))
            numbers.Add(payload.Number);
        Assert.Equal(Enumerable.Range(1, 100).Select(i => (long)i), numbers);

        using var exchange = client.Exchange(cancellationToken: Token);
        for (int i = 0; i < 200; i++)
        {
            await exchange.RequestStream.WriteAsync(new Payload { Number = i }, Token);
            Assert.True(await exchange.ResponseStream.MoveNext(Token));
            Assert.Equal(i, exchange.ResponseStream.Current.Number);
        }

        await exchange.RequestStream.CompleteAsync();
        Assert.False(await exchange.ResponseStream.MoveNext(Token));
    }

    private static async Task CallFailuresAsync(Probe.ProbeClient client)
    {
        RpcException failure = await FailAsync(client.FailAsync(new EchoStatus(), cancellationToken: Token));
        Assert.Equal(StatusCode.FailedPrecondition, failure.StatusCode);
        Assert.Equal("☺ 100%", failure.Status.Detail);
        failure = await FailAsync(client.MissingAsync(new Nothing(), cancellationToken: Token));
        Assert.Equal(StatusCode.Unimplemented, failure.StatusCode);
        DateTime soon = DateTime.UtcNow.AddMilliseconds(100);
        failure = await FailAsync(client.HangAsync(new Nothing(), deadline: soon, cancellationToken: Token));
        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
    }

    private static Task<RpcException> FailAsync(AsyncUnaryCall<Nothing> call) =>
        Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);

    private static async Task RequireGrpcioAsync()
    {
        if (!File.Exists(Python))
            Assert.Skip($"{Python} is not installed.");
        using Process process = Start(Python, "-c", "import grpc");
        await FinishAsync(process);
        if (process.ExitCode != 0)
            Assert.Skip("The Python package grpcio is not installed.");
    }

    /// <summary>Node finds the packages through NODE_PATH or a node_modules folder above the output.</summary>
    private static async Task RequireGrpcJsAsync()
    {
        if (!File.Exists(Node))
            Assert.Skip($"{Node} is not installed.");
        using Process process = Start(Node, Script("grpc_layer_client.js"), "--probe");
        string output = await FinishAsync(process);
        if (process.ExitCode != 0)
            Assert.Skip("The npm packages @grpc/grpc-js and @grpc/proto-loader are not installed.");
        Assert.Equal("present", output.Trim());
    }

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "interop", name);

    private static Process Start(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }

    private static async Task<string> FinishAsync(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync(Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(Token);
        try
        {
            await process.WaitForExitAsync(Token).WaitAsync(TimeSpan.FromSeconds(60), Token);
        }
        catch (TimeoutException)
        {
            process.Kill();
        }

        return await output + await errors;
    }
}
