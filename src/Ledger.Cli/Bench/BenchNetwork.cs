using Ledger.Cli.Network;
using Ledger.Client;
using Ledger.Identity;
using Ledger.Node;

namespace Ledger.Cli.Bench;

/// <summary>A network of real processes in a temporary directory, with contracts installed and clients funded.</summary>
public sealed class BenchNetwork : IAsyncDisposable
{
    private const string Microgrid = "bench";
    private const long FundsNano = 1_000_000_000_000;

    private readonly NodeProcess[] _processes;
    private readonly List<DeviceConnection> _connections = [];

    private BenchNetwork(LocalNetwork network, IReadOnlyList<NodeProcess> processes)
    {
        Network = network;
        _processes = [.. processes];
    }

    /// <summary>The network's directory.</summary>
    public LocalNetwork Network { get; }

    /// <summary>The clients, in order.</summary>
    public IReadOnlyList<BenchClient> Clients { get; private set; } = [];

    /// <summary>An administrator's connection to each node, in the order of the nodes, for reading status.</summary>
    public IReadOnlyList<DeviceConnection> Observers { get; private set; } = [];

    /// <summary>Makes, starts and prepares it.</summary>
    public static async Task<BenchNetwork> StartAsync(BenchPlan plan, CancellationToken cancellation)
    {
        var directory = Directory.CreateTempSubdirectory("ledger-bench-").FullName;
        var network = NetworkFactory.Create(new NetworkPlan { Directory = directory, Nodes = BenchPlan.Nodes });
        SetTimers(network, plan.Timers);
        var processes = await NetworkRunner.StartAsync(network, isOwned: true, cancellation).ConfigureAwait(false);
        var bench = new BenchNetwork(network, processes);
        try
        {
            await bench.PrepareAsync(plan, cancellation).ConfigureAwait(false);
            return bench;
        }
        catch
        {
            await bench.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends a node as a power cut would (SIGKILL).</summary>
    /// <param name="node">Its place among the nodes, from 0.</param>
    public void Kill(int node)
    {
        _processes[node].Kill();
        _processes[node].Dispose();
    }

    /// <summary>Starts a node that was killed and waits until it answers.</summary>
    /// <param name="node">Its place among the nodes, from 0.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="CommandException">It does not come up.</exception>
    public async Task<NodeStatus> RestartAsync(int node, CancellationToken cancellation)
    {
        _processes[node] = NodeProcess.Start(Network, Network.Nodes[node], isOwned: true);
        return await _processes[node].WaitReadyAsync(NetworkRunner.ReadyTimeout, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }

        await NetworkRunner.StopAsync(Network).ConfigureAwait(false);
        foreach (var process in _processes)
        {
            process.Dispose();
        }

        Directory.Delete(Network.Layout.Root, recursive: true);
    }

    private static void SetTimers(LocalNetwork network, string timers)
    {
        foreach (var node in network.Nodes)
        {
            var file = network.ConfigurationOf(node);
            (NodeConfiguration.Load(file) with { Timers = timers }).Save(file);
        }
    }

    private async Task PrepareAsync(BenchPlan plan, CancellationToken cancellation)
    {
        Observers = [.. Network.Nodes.Select(n => Connect(LocalNetwork.AdministratorOf(n.Organisation), n.Name))];
        await ContractInstaller.InstallShippedAsync(Network, cancellation).ConfigureAwait(false);
        var bank = Connect(Enrol(0, "bank", (AttributeNames.Role, "bank")), Network.Nodes[0].Name);
        await bank.EnrolAsync(cancellation).ConfigureAwait(false);
        var operatorOfGrid = Connect(Enrol(0, "operator", (AttributeNames.Role, "operator")), Network.Nodes[0].Name);
        await operatorOfGrid.EnrolAsync(cancellation).ConfigureAwait(false);
        await Do(
            operatorOfGrid,
            new CallArguments().Text(Microgrid).Text("the benchmark's microgrid").Call("registry", "registerMicrogrid"),
            cancellation).ConfigureAwait(false);
        var clients = new List<BenchClient>();
        for (var i = 0; i < plan.Clients; i++)
        {
            clients.Add(await PrepareClientAsync(i, plan.Clients, bank, cancellation).ConfigureAwait(false));
        }

        Clients = clients;
    }

    private async Task<BenchClient> PrepareClientAsync(
        int index, int count, DeviceConnection bank, CancellationToken cancellation)
    {
        var node = Network.Nodes[index % Network.Nodes.Count].Name;
        var meterId = $"bench-meter-{index + 1}";
        (string, string)[] place =
        [
            (AttributeNames.MeterId, meterId), (AttributeNames.CapacityW, "20000"), (AttributeNames.Bus, "1"),
            (AttributeNames.Microgrid, Microgrid),
        ];
        var asset = Connect(
            Enrol(
                index, Workload.NameAt(index) + "-asset",
                [(AttributeNames.Role, "prosumer"), (AttributeNames.AssetType, "pv"), .. place]),
            node);
        await asset.EnrolAsync(cancellation).ConfigureAwait(false);
        await Do(
            asset,
            new CallArguments().Text($"asset-{index + 1}").Text("pv").Text("generation").Text(meterId).Text("1").Long(20_000)
                .Call("registry", "registerAsset"),
            cancellation).ConfigureAwait(false);

        var account = Enrol(index, Workload.NameAt(index), [(AttributeNames.Role, "meter"), .. place]);
        var connection = Connect(account, node);
        await connection.EnrolAsync(cancellation).ConfigureAwait(false);
        await Do(connection, new CallArguments().Call("registry", "registerMeter"), cancellation).ConfigureAwait(false);
        await Do(bank, new CallArguments().Text(account).Long(FundsNano).Call("wallet", "issue"), cancellation)
            .ConfigureAwait(false);
        var next = (index + 1) % count;
        return new BenchClient(
            connection, meterId, IdentityName.AccountOf(OrganisationAt(next), Workload.NameAt(next)));
    }

    private static async Task Do(DeviceConnection connection, Primitives.ContractCall call, CancellationToken cancellation) =>
        (await connection.Client.SubmitAsync(call, cancellation).ConfigureAwait(false)).EnsureOk();

    private string OrganisationAt(int index) => Network.Nodes[index % Network.Nodes.Count].Organisation;

    private DeviceConnection Connect(string account, string node)
    {
        var connection = Network.Connect(account, node);
        _connections.Add(connection);
        return connection;
    }

    private string Enrol(int index, string name, params (string Name, string Value)[] attributes)
    {
        var organisation = OrganisationAt(index);
        DeviceFactory.Ensure(
            Network, organisation, name,
            CertificateAttributes.Create(attributes.Select(a => new KeyValuePair<string, string>(a.Name, a.Value))),
            TimeProvider.System);
        return IdentityName.AccountOf(organisation, name);
    }
}
