using System.Net;
using System.Net.Sockets;

namespace Governance.Messaging.Outbox;

/// <summary>
/// Addresses that are not the public Internet's (IANA special-purpose registries, RFC 6890): this machine, private and
/// shared networks, link-local with the clouds' metadata services, multicast, documentation, and the ranges that carry
/// an IPv4 address inside an IPv6 one.
/// </summary>
internal static class SpecialAddresses
{
    private static readonly IReadOnlyList<IPNetwork> s_special4 = Networks(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4");

    // Of IPv6 only 2000::/3 is given out; inside it lie Teredo, 6to4 and documentation.
    private static readonly IPNetwork s_public6 = IPNetwork.Parse("2000::/3");

    private static readonly IReadOnlyList<IPNetwork> s_special6 = Networks(
        "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    /// <summary>This machine.</summary>
    public static IReadOnlyList<IPNetwork> Loopback { get; } = Networks("127.0.0.0/8", "::1/128");

    /// <summary>An IPv4 address in IPv6 dress is judged as what it is.</summary>
    public static IPAddress Undressed(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>Whether an undressed address is not the public Internet's.</summary>
    public static bool Contain(IPAddress address) => address.AddressFamily is AddressFamily.InterNetwork
        ? s_special4.Any(network => network.Contains(address))
        : !s_public6.Contains(address) || s_special6.Any(network => network.Contains(address));

    private static IPNetwork[] Networks(params string[] networks) => [.. networks.Select(IPNetwork.Parse)];
}
