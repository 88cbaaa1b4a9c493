using System.Diagnostics;
using System.Globalization;
using Ledger.Client;

namespace Ledger.Cli.Network;

/// <summary>
/// The process of one node of a network directory: started here, or found by its pid file. Not thread safe.
/// </summary>
public sealed class NodeProcess : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PollTimeout = TimeSpan.FromSeconds(2);

    private readonly LocalNetwork _network;
    private readonly Process _process;
    private readonly bool _isOwned;

    private NodeProcess(LocalNetwork network, NetworkNode node, Process process, bool isOwned)
    {
        _network = network;
        _process = process;
        _isOwned = isOwned;
        Node = node;
        Id = process.Id;
    }

    /// <summary>Which node.</summary>
    public NetworkNode Node { get; }

    /// <summary>The process id.</summary>
    public int Id { get; }

    /// <summary>File with what the node prints.</summary>
    public string LogPath => _network.LogOf(Node);

    /// <summary>Whether the process has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts a node in the background and writes its pid file.</summary>
    /// <param name="network">The network.</param>
    /// <param name="node">Which of its nodes.</param>
    /// <param name="isOwned">
    /// True: the node ends when this process does, however that comes about. False: it stays until <see
    /// cref="Terminate"/> or
    /// <c>ledger network stop</c>.
    /// </param>
    /// <exception cref="CommandException">It is running already, or cannot be started.</exception>
    public static NodeProcess Start(LocalNetwork network, NetworkNode node, bool isOwned)
    {
        using (var running = Find(network, node))
        {
            if (running != null)
            {
                throw CommandException.Failed($"{node.Name} is running already, as process {running.Id}");
            }
        }

        var start = NodeCommandLine.Create(
            network.ConfigurationOf(node), network.LogOf(node), isOwned);
        try
        {
            var process = Process.Start(start) ?? throw CommandException.Failed($"{node.Name} could not be started");
            File.WriteAllText(
                network.PidOf(node), process.Id.ToString(CultureInfo.InvariantCulture) + "\n");
            return new NodeProcess(network, node, process, isOwned);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw CommandException.Failed($"{node.Name} could not be started: {e.Message}");
        }
    }

    /// <summary>The running process that the pid file names, if it is really this node's; otherwise null.</summary>
    public static NodeProcess? Find(LocalNetwork network, NetworkNode node)
    {
        var file = network.PidOf(node);
        if (!File.Exists(file) ||
            !int.TryParse(File.ReadAllText(file), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var id))
        {
            return null;
        }

        // The number may have gone to another process since: ours names its configuration on its command line.
        if (!ProcessWords.Of(id).Contains(network.ConfigurationOf(node), StringComparer.Ordinal))
        {
            return null;
        }

        try
        {
            return new NodeProcess(network, node, Process.GetProcessById(id), isOwned: false);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Waits until the node answers.</summary>
    /// <exception cref="CommandException">It has ended, or does not answer in time; the message tells its last
    /// words.</exception>
    public async Task<NodeStatus> WaitReadyAsync(TimeSpan timeout, CancellationToken cancellation = default)
    {
        var started = Stopwatch.GetTimestamp();
        await using var connection = _network.Connect(
            LocalNetwork.AdministratorOf(Node.Organisation), Node.Name,
            options => options with { ConnectTimeout = PollTimeout, CallTimeout = PollTimeout });
        while (true)
        {
            LedgerException trouble;
            try
            {
                var status = await connection.Client.StatusAsync(cancellation).ConfigureAwait(false);
                return status.Node == Node.Name
                    ? status
                    : throw CommandException.Failed($"{Node.Address} is {status.Node}, not {Node.Name}");
            }
            catch (LedgerException e)
            {
                trouble = e;
            }

            if (HasExited)
            {
                throw CommandException.Failed($"{Node.Name} ended at once{LastWords()} (log: {LogPath})");
            }

            if (Stopwatch.GetElapsedTime(started) > timeout)
            {
                throw CommandException.Failed(
                    $"{Node.Name} does not answer within {timeout.TotalSeconds:0} s: {trouble.Message} (log: {LogPath})");
            }

            await Task.Delay(PollInterval, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the process at once, as a power cut would (SIGKILL), and waits until it is gone.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>
    /// Asks the process to end in good order (SIGTERM). <see cref="WaitForExitAsync"/> tells whether it did.
    /// </summary>
    public void Terminate() => UnixProcess.Terminate(Id);

    /// <summary>Waits until the process has ended and removes its pid file.</summary>
    /// <returns>False when it is still there after that time.</returns>
    public async Task<bool> WaitForExitAsync(TimeSpan timeout, CancellationToken cancellation = default)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(timeout);
        try
        {
            await _process.WaitForExitAsync(bound.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }

        File.Delete(_network.PidOf(Node));
        return true;
    }

    /// <summary>Lets go of the process. An owned node ends soon after; another one stays.</summary>
    public void Dispose()
    {
        if (_isOwned)
        {
            _process.StandardInput.Dispose();
        }

        _process.Dispose();
    }

    private string LastWords()
    {
        if (!File.Exists(LogPath))
        {
            return "";
        }

        var last = File.ReadLines(LogPath).LastOrDefault(line => line.Length > 0);
        return last == null ? "" : $": {last.Trim()}";
    }
}
