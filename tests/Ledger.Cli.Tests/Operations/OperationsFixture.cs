using Ledger.Cli.Network;
using Ledger.Primitives;

namespace Ledger.Cli.Tests.Operations;

/// <summary>
/// A network that no test starts; its first node's directory has blocks and nobody changes it, others are for changing.
/// </summary>
public sealed class OperationsFixture : IAsyncLifetime
{
    public const ulong Height = 30;

    private readonly NetworkFixture _network = new();

    public string Directory => _network.Directory;

    public string Genesis => Path.Combine(Directory, "genesis.json");

    public Digest ChainId => LocalNetwork.Load(Directory).ChainId;

    /// <summary>Data of node 1: <see cref="Height"/> blocks, not to be changed.</summary>
    public string Data => DataOf("cell1");

    public string Place(string name) => _network.Place(name);

    public string DataOf(string cell) => Path.Combine(Directory, cell, "node", "data");

    public async ValueTask InitializeAsync()
    {
        await _network.InitializeAsync();
        FakeChain.Grow(Data, ChainId, Height);
    }

    public ValueTask DisposeAsync() => _network.DisposeAsync();
}
