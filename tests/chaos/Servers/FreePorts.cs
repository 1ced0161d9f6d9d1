using System.Net;
using System.Net.Sockets;

namespace IonSweep.Chaos.Servers;

/// <summary>Ports that nobody listens at.</summary>
public static class FreePorts
{
    private static readonly HashSet<int> Given = [];

    /// <summary>A port, not given out before in this process.</summary>
    public static int Next()
    {
        lock (Given)
            while (true)
            {
                using TcpListener listener = new(IPAddress.Loopback, 0);
                listener.Start();
                int port = ((IPEndPoint)listener.LocalEndpoint).Port;
                if (Given.Add(port)) return port;
            }
    }
}
