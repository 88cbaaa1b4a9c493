using Ledger.Grpc.Client;
using Ledger.Node.Security;
using Ledger.Primitives;
using Microsoft.Extensions.Logging;

namespace Ledger.Node.Peers;

/// <summary>
/// The links to the validators of the epoch. A new epoch closes those to nodes that have left and opens those to nodes that
/// have come; the configuration file is read again then, so that an operator names a new node without a restart. Entered
/// from one thread, read from any.
/// </summary>
internal sealed class PeerNetwork : IAsyncDisposable
{
    private readonly NodeEnvironment _environment;
    private readonly string _self;
    private readonly Func<IReadOnlyList<PeerAddress>> _addresses;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Dictionary<string, PeerLink> _links = new(StringComparer.Ordinal);
    private readonly List<Task> _closing = [];
    private volatile PeerRoute _route;
    private readonly Lock _lock = new();
    private bool _started;
    private bool _disposed;

    /// <summary>Makes the links of the first epoch; <see cref="Start"/> dials.</summary>
    /// <param name="environment">Identity and trust for TLS.</param>
    /// <param name="self">This node's name.</param>
    /// <param name="epoch">The epoch to begin with.</param>
    /// <param name="addresses">Reads where the nodes listen.</param>
    /// <param name="time">Judges certificates.</param>
    /// <param name="log">Hears of what is missing.</param>
    public PeerNetwork(
        NodeEnvironment environment, string self, Epoch epoch, Func<IReadOnlyList<PeerAddress>> addresses, TimeProvider time,
        ILogger log)
    {
        _environment = environment;
        _self = self;
        _addresses = addresses;
        _time = time;
        _log = log;
        _route = Connect(epoch);
    }

    /// <summary>The replicas of the present epoch.</summary>
    public PeerRoute Route => _route;

    /// <summary>Begins to dial.</summary>
    public void Start()
    {
        lock (_lock)
        {
            _started = true;
            foreach (var link in _links.Values)
            {
                link.Start();
            }
        }
    }

    /// <summary>From now on replica ids mean the members of this epoch.</summary>
    public void Enter(Epoch epoch)
    {
        lock (_lock)
        {
            if (!_disposed)
            {
                _route = Connect(epoch);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        List<Task> closing;
        lock (_lock)
        {
            _disposed = true;
            closing = [.. _links.Values.Select(link => link.DisposeAsync().AsTask()), .. _closing];
        }

        await Task.WhenAll(closing).ConfigureAwait(false);
    }

    private PeerRoute Connect(Epoch epoch)
    {
        var addresses = _addresses().ToDictionary(p => p.Name, p => p.Address, StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var validator in epoch.Membership.Validators)
        {
            names.Add(validator.Name);
            if (validator.Name == _self || _links.ContainsKey(validator.Name))
            {
                continue;
            }

            if (!addresses.TryGetValue(validator.Name, out var address))
            {
                _log.NoAddress(validator.Name);
                continue;
            }

            var channel = GrpcChannel.ForAddress(
                new Uri($"https://{address}"), TlsSetup.ForPeer(_environment, PeerRoute.AccountOf(validator), _time));
            var link = new PeerLink(validator.Name, channel, _log);
            _links.Add(validator.Name, link);
            if (_started)
            {
                link.Start();
            }
        }

        foreach (var name in _links.Keys.Where(name => !names.Contains(name)).ToList())
        {
            _links.Remove(name, out var link);
            _closing.RemoveAll(closing => closing.IsCompleted);
            _closing.Add(link!.DisposeAsync().AsTask());
        }

        return new PeerRoute(epoch, _links);
    }
}
