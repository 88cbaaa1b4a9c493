using System.Net;
using System.Net.Sockets;

namespace Ledger.Cli.Network;

/// <summary>Loopback ports that nobody listens on now.</summary>
internal static class FreePorts
{
    /// <summary>
    /// Takes so many different ones from the system and gives them back at once; another process may still be faster.
    /// </summary>
    public static int[] Find(int count)
    {
        var listeners = new TcpListener[count];
        try
        {
            for (var i = 0; i < count; i++)
            {
                listeners[i] = new TcpListener(IPAddress.Loopback, 0);
                listeners[i].Start();
            }

            return [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in listeners)
            {
                listener?.Dispose();
            }
        }
    }
}
