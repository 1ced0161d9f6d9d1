using System.Net;
using System.Net.Sockets;

namespace IonSweep.Web.Security;

/// <summary>
/// Counts wrong tokens by the address that they come from. Ten within a minute, and the address is told to wait out that minute.
/// </summary>
internal sealed class FailedAttempts(ServerOptions options)
{
    /// <summary>Wrong tokens of one address within <see cref="Window"/> before it has to wait.</summary>
    public const int Most = 10;

    /// <summary>How long they are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private const int MostAddresses = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, (int Count, long Since)> _byAddress = [];

    /// <summary>How long an address has to wait; zero when it may try.</summary>
    public TimeSpan Wait(IPAddress? address)
    {
        lock (_gate)
        {
            return _byAddress.TryGetValue(Group(address), out (int Count, long Since) failed) && failed.Count >= Most
                && Window - options.Clock.GetElapsedTime(failed.Since) is { Ticks: > 0 } left ? left : TimeSpan.Zero;
        }
    }

    /// <summary>A wrong token came from an address.</summary>
    public void Count(IPAddress? address)
    {
        address = Group(address);
        lock (_gate)
        {
            (int count, long since) = _byAddress.GetValueOrDefault(address);
            if (count == 0 || IsOver(since)) (count, since) = (0, options.Clock.GetTimestamp());
            if (count == 0 && _byAddress.Count >= MostAddresses) MakeRoom();
            _byAddress[address] = (count + 1, since);
        }
    }

    private bool IsOver(long since) => options.Clock.GetElapsedTime(since) >= Window;

    // Whose minute is over; when there is none, all: memory stays bounded, and an attacker with that many addresses is not stopped by this.
    private void MakeRoom()
    {
        foreach (IPAddress over in _byAddress.Where(one => IsOver(one.Value.Since)).Select(one => one.Key).ToArray())
            _byAddress.Remove(over);
        if (_byAddress.Count >= MostAddresses) _byAddress.Clear();
    }

    // Who has one IPv6 address has all of its /64.
    private static IPAddress Group(IPAddress? address)
    {
        if (address is null) return IPAddress.None;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
