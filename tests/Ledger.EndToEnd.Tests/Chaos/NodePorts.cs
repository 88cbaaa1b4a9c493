using System.Net;
using System.Net.Sockets;

namespace Ledger.EndToEnd.Tests.Chaos;

/// <summary>
/// Ports below those that systems hand out for outgoing connections: else one of the many connections of a scenario may
/// take the port of a node that is away for a moment.
/// </summary>
internal static class NodePorts
{
    private const int First = 20_000;
    private const int Last = 32_000;

    /// <summary>The first of so many in a row on which nobody listens now.</summary>
    public static int Find(int count)
    {
        for (var port = First + (Environment.ProcessId % ((Last - First) / 2)); port + count < Last; port += count)
        {
            if (Enumerable.Range(port, count).All(IsFree))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"there are no {count} free ports in a row below {Last}");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
