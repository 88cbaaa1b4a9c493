using System.Net;
using System.Net.Sockets;

namespace Ledger.Cli.Network;

/// <summary>
/// Loopback ports that nobody listens on now, below those that systems hand out for outgoing connections: one of these could
/// take a node's port while the node is being restarted.
/// </summary>
internal static class FreePorts
{
    private const int First = 20_000;
    private const int Last = 32_000;

    /// <summary>So many different ones; another process may still be faster.</summary>
    /// <exception cref="CommandException">There are not so many.</exception>
    public static int[] Find(int count)
    {
        var found = new List<int>(count);
        var start = Random.Shared.Next(Last - First);
        for (var i = 0; i < Last - First && found.Count < count; i++)
        {
            var port = First + ((start + i) % (Last - First));
            if (IsFree(port))
            {
                found.Add(port);
            }
        }

        return found.Count == count
            ? [.. found]
            : throw CommandException.Failed($"there are no {count} free ports from {First} to {Last}");
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
