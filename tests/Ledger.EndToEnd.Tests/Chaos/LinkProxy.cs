using System.Net;
using System.Net.Sockets;

namespace Ledger.EndToEnd.Tests.Chaos;

/// <summary>
/// One directed link between two nodes: a TCP port that one node dials and behind which the other listens. What it does to
/// connections can be changed at any time. Thread safe.
/// </summary>
internal sealed class LinkProxy : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly IPEndPoint _target;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly HashSet<Socket> _sockets = [];
    private readonly Task _accepting;
    private TaskCompletionSource _flowing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isCut;

    public LinkProxy(string target)
    {
        _target = IPEndPoint.Parse(target);
        _flowing.SetResult();
        _listener.Start();
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>What the dialling node is told to dial.</summary>
    public string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>Closes all connections, and every new one at once.</summary>
    public void Cut()
    {
        Socket[] open;
        lock (_lock)
        {
            _isCut = true;
            open = [.. _sockets];
        }

        foreach (var socket in open)
        {
            socket.Dispose();
        }
    }

    /// <summary>Keeps connections but carries nothing, as a cable that is pulled out: neither end is told.</summary>
    public void Stall()
    {
        lock (_lock)
        {
            if (_flowing.Task.IsCompleted)
            {
                _flowing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>Carries everything again.</summary>
    public void Restore()
    {
        lock (_lock)
        {
            _isCut = false;
            _flowing.TrySetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Restore();
        Cut();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptSocketAsync(_stop.Token);
                _ = Task.Run(() => CarryAsync(near));
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the test.
        }
    }

    private async Task CarryAsync(Socket near)
    {
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using (near)
        {
            try
            {
                if (!Add(near, far))
                {
                    return;
                }

                near.NoDelay = far.NoDelay = true;
                await far.ConnectAsync(_target);
                var there = PumpAsync(near, far);
                var back = PumpAsync(far, near);
                await Task.WhenAny(there, back);
                near.Dispose();
                far.Dispose();
                await Task.WhenAll(there, back);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // One end is gone, or the link was cut: the other end hears of it by its closing.
            }
            finally
            {
                Remove(near, far);
            }
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[BufferBytes];
        while (true)
        {
            var count = await from.ReceiveAsync(buffer);
            if (count == 0)
            {
                return;
            }

            await Flowing();
            for (var sent = 0; sent < count;)
            {
                sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
            }
        }
    }

    private Task Flowing()
    {
        lock (_lock)
        {
            return _flowing.Task;
        }
    }

    private bool Add(Socket near, Socket far)
    {
        lock (_lock)
        {
            return !_isCut && _sockets.Add(near) && _sockets.Add(far);
        }
    }

    private void Remove(Socket near, Socket far)
    {
        lock (_lock)
        {
            _sockets.Remove(near);
            _sockets.Remove(far);
        }
    }
}
