using Ledger.Client.Connection;
using Ledger.Client.Proofs;
using Ledger.Client.Submission;
using Ledger.Primitives;
using Wire = Ledger.Protocol.V1;

namespace Ledger.Client;

/// <summary>
/// A device's way to the ledger: signs and hands in transactions, reads with proof, follows blocks and events. It
/// trusts no node: it believes what a quorum of the validators has certified, those of genesis or others that genesis leads
/// to by certified changes, and says where something is one node's word only. Failures are
/// <see cref="LedgerException"/>; cancelled calls throw OperationCanceledException. Thread safe; one per device and
/// node is enough.
/// </summary>
public sealed partial class LedgerClient : IAsyncDisposable
{
    private readonly LedgerClientOptions _options;
    private readonly NodeConnection _node;
    private readonly NodeConnection[] _nodes;
    private readonly EpochFollower _epochs;
    private readonly ChainVerifier _verifier;
    private readonly ValidityWindow _window;

    private LedgerClient(LedgerClientOptions options)
    {
        _options = options;
        _epochs = new EpochFollower(options);
        _verifier = new ChainVerifier(_epochs, options.ChainId);
        var members = new MemberDirectory(options.Genesis);
        _node = new NodeConnection(options.Node, options, members);
        _nodes = [_node, .. options.OtherNodes.Select(n => new NodeConnection(n, options, members))];
        _window = new ValidityWindow(options, HeightAsync);
    }

    /// <summary>The account that signs, <c>organisation/name</c>.</summary>
    public string Account => _options.Identity.Certificate.AccountName;

    /// <summary>The network.</summary>
    public GenesisDocument Genesis => _options.Genesis;

    /// <summary>Makes a client. The connection is opened by the first call, and again after a loss.</summary>
    /// <exception cref="ArgumentException">An option is out of its range, or genesis has no valid
    /// membership.</exception>
    public static LedgerClient Connect(LedgerClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new LedgerClient(options);
    }

    /// <summary>What the node says of itself, after a check that it is on this client's chain.</summary>
    public Task<NodeStatus> StatusAsync(CancellationToken cancellation = default) => StatusAsync(_node, cancellation);

    /// <summary>Ends open calls and closes the connections.</summary>
    public ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            node.Dispose();
        }

        _window.Dispose();
        _epochs.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<NodeStatus> StatusAsync(NodeConnection node, CancellationToken cancellation)
    {
        var response = await node.CallAsync(
            node.Stub.StatusAsync, new Wire.StatusRequest(), _options.CallTimeout, null, cancellation).ConfigureAwait(false);
        var status = WireReader.Status(response);
        return status.ChainId == _options.ChainId
            ? status
            : throw new LedgerException(
                LedgerError.Unproven,
                $"{node.Node.Authority} is on chain {status.ChainId.ToShortString()}, not {_options.ChainId.ToShortString()}");
    }
}
