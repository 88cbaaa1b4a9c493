using Google.Protobuf;
using Grpc.Core;
using Ledger.Grpc.Client;
using Ledger.Protocol.V1;
using Microsoft.Extensions.Logging;

namespace Ledger.Node.Peers;

/// <summary>Our side of the connection to one other validator: dials, keeps the one stream open, dials again with a
/// growing pause.</summary>
internal sealed class PeerLink : IAsyncDisposable
{
    private readonly GrpcChannel _channel;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private volatile bool _connected;

    public PeerLink(string name, GrpcChannel channel, ILogger log)
    {
        Name = name;
        _channel = channel;
        _log = log;
        Client = new Peer.PeerClient(channel);
        Gateway = new Protocol.V1.Gateway.GatewayClient(channel);
    }

    public string Name { get; }

    public Peer.PeerClient Client { get; }

    /// <summary>The peer's door for transactions.</summary>
    public Protocol.V1.Gateway.GatewayClient Gateway { get; }

    public PeerQueue Queue { get; } = new();

    public bool Connected => _connected;

    public void Start() => _running = Task.Run(RunAsync);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _channel.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var pause = NodeLimits.ReconnectPauseMin;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (await ExchangeAsync().ConfigureAwait(false))
                {
                    pause = NodeLimits.ReconnectPauseMin;
                }

                await Task.Delay(pause, _stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }

            pause = pause * 2 < NodeLimits.ReconnectPauseMax ? pause * 2 : NodeLimits.ReconnectPauseMax;
        }
    }

    /// <summary>One life of the stream; true when it was ever open.</summary>
    private async Task<bool> ExchangeAsync()
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        try
        {
            using var call = Client.Exchange(cancellationToken: ended.Token);
            await call.ResponseHeadersAsync.ConfigureAwait(false);
            _connected = true;
            _log.PeerConnected(Name);
            var acknowledgements = DrainAsync(call, ended);
            await WriteFramesAsync(call, ended.Token).ConfigureAwait(false);
            await acknowledgements.ConfigureAwait(false);
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException or IOException or InvalidOperationException)
        {
            if (_connected && !_stop.IsCancellationRequested)
            {
                _log.PeerLost(Name, e.Message);
            }
        }

        var was = _connected;
        _connected = false;
        Queue.Clear();
        return was;
    }

    private async Task WriteFramesAsync(AsyncDuplexStreamingCall<PeerFrame, PeerAck> call, CancellationToken cancellation)
    {
        var taken = new List<ReadOnlyMemory<byte>>();
        while (true)
        {
            await Queue.WaitAsync(cancellation).ConfigureAwait(false);
            taken.Clear();
            if (!Queue.TakeFrame(taken))
            {
                continue;
            }

            var frame = new PeerFrame();
            foreach (var message in taken)
            {
                frame.Messages.Add(UnsafeByteOperations.UnsafeWrap(message));
            }

            await call.RequestStream.WriteAsync(frame, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task DrainAsync(AsyncDuplexStreamingCall<PeerFrame, PeerAck> call, CancellationTokenSource ended)
    {
        try
        {
            while (await call.ResponseStream.MoveNext(ended.Token).ConfigureAwait(false))
            {
            }
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException)
        {
            // The writer below notices through the same cancellation; the reason was the stream's end.
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
        }
    }
}
