namespace Ledger.Cli.Network;

/// <summary>Starts and stops all nodes of a network directory.</summary>
public static class NetworkRunner
{
    /// <summary>Longest time for all nodes to answer after their start.</summary>
    public static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Longest time for a node to end in good order.</summary>
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Starts the nodes that do not run yet, waits until every one answers, and enrols the administrators on the
    /// ledger.
    /// </summary>
    /// <returns>All processes, in the order of the nodes; the caller disposes of them.</returns>
    /// <exception cref="CommandException">One does not come up; those started here are ended again.</exception>
    public static Task<IReadOnlyList<NodeProcess>> StartAsync(
        LocalNetwork network, bool isOwned, CancellationToken cancellation = default) =>
        StartAsync(network, network.Nodes, isOwned, cancellation);

    /// <summary>
    /// Starts those of some nodes that do not run yet and waits until they answer. The administrators are enrolled when the
    /// nodes are all that the network has: fewer may be too few to decide anything.
    /// </summary>
    /// <inheritdoc cref="StartAsync(LocalNetwork, bool, CancellationToken)"/>
    public static async Task<IReadOnlyList<NodeProcess>> StartAsync(
        LocalNetwork network, IReadOnlyList<NetworkNode> nodes, bool isOwned, CancellationToken cancellation = default)
    {
        var processes = new List<NodeProcess>();
        var started = new List<NodeProcess>();
        try
        {
            foreach (var node in nodes)
            {
                var process = NodeProcess.Find(network, node);
                if (process == null)
                {
                    process = NodeProcess.Start(network, node, isOwned);
                    started.Add(process);
                }

                processes.Add(process);
            }

            foreach (var process in processes)
            {
                await process.WaitReadyAsync(ReadyTimeout, cancellation).ConfigureAwait(false);
            }

            if (nodes.Count == network.Nodes.Count)
            {
                await EnrolAdministratorsAsync(network, cancellation).ConfigureAwait(false);
            }

            return processes;
        }
        catch
        {
            started.ForEach(p => p.Terminate());
            foreach (var process in started)
            {
                await EndAsync(process, CancellationToken.None).ConfigureAwait(false);
            }

            processes.ForEach(p => p.Dispose());
            throw;
        }
    }

    /// <summary>Ends all nodes that run.</summary>
    /// <returns>The names of those that were stopped, and of those among them that had to be killed.</returns>
    public static Task<(IReadOnlyList<string> Stopped, IReadOnlyList<string> Killed)> StopAsync(
        LocalNetwork network, CancellationToken cancellation = default) =>
        StopAsync(network, network.Nodes, cancellation);

    /// <summary>Ends those of some nodes that run.</summary>
    /// <inheritdoc cref="StopAsync(LocalNetwork, CancellationToken)"/>
    public static async Task<(IReadOnlyList<string> Stopped, IReadOnlyList<string> Killed)> StopAsync(
        LocalNetwork network, IReadOnlyList<NetworkNode> nodes, CancellationToken cancellation = default)
    {
        var running = nodes.Select(n => NodeProcess.Find(network, n)).OfType<NodeProcess>().ToList();
        running.ForEach(p => p.Terminate());
        var killed = new List<string>();
        foreach (var process in running)
        {
            using (process)
            {
                if (!await EndAsync(process, cancellation).ConfigureAwait(false))
                {
                    killed.Add(process.Node.Name);
                }
            }
        }

        return ([.. running.Select(p => p.Node.Name)], killed);
    }

    /// <summary>Tells the ledger the administrators' certificates; does nothing for those that it knows.</summary>
    /// <exception cref="Client.LedgerException">The ledger refused, or could not be asked.</exception>
    public static async Task EnrolAdministratorsAsync(LocalNetwork network, CancellationToken cancellation = default)
    {
        foreach (var organisation in network.Nodes.Select(n => n.Organisation).Distinct(StringComparer.Ordinal))
        {
            var connection = network.Connect(LocalNetwork.AdministratorOf(organisation));
            await using (connection.ConfigureAwait(false))
            {
                await connection.EnrolAsync(cancellation).ConfigureAwait(false);
            }
        }
    }

    private static async Task<bool> EndAsync(NodeProcess process, CancellationToken cancellation)
    {
        if (await process.WaitForExitAsync(StopTimeout, cancellation).ConfigureAwait(false))
        {
            return true;
        }

        process.Kill();
        await process.WaitForExitAsync(StopTimeout, cancellation).ConfigureAwait(false);
        return false;
    }
}
