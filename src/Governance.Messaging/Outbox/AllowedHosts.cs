using System.Net;

namespace Governance.Messaging.Outbox;

/// <summary>
/// Where messages may go. Empty means this machine only. An entry is a host (<c>pager.example.org</c>), a host with
/// port, a domain with everything below it (<c>*.example.org</c>), an address or a network (<c>10.1.0.0/16</c>). A name
/// is judged twice: by itself, and by the address that is really connected to, so that a name that comes to point
/// inside the house opens nothing. Addresses that are not the public Internet's are refused unless they are listed.
/// </summary>
public sealed class AllowedHosts
{
    // Bounded by the configuration, as is the next.
    private readonly IReadOnlyList<string> _names;
    private readonly IReadOnlyList<IPNetwork> _networks;
    private readonly bool _thisMachineOnly;

    /// <summary>Reads the entries.</summary>
    public AllowedHosts(IEnumerable<string> entries)
    {
        var all = entries.Select(entry => entry.Trim().ToLowerInvariant()).ToList();
        _thisMachineOnly = all.Count == 0;
        _networks = _thisMachineOnly ? SpecialAddresses.Loopback : [.. all.Select(NetworkOf).OfType<IPNetwork>()];
        _names = [.. all.Where(entry => NetworkOf(entry) is null)];
    }

    /// <summary>Why a URL may not be called, or null when it may, as far as its text tells.</summary>
    public string? Refuses(string destination)
    {
        if (!Uri.TryCreate(destination, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return "not an http or https address";
        if (url.UserInfo.Length > 0)
            return "an address must not carry credentials";
        if (IPAddress.TryParse(url.IdnHost, out var literal))
            return IsListed(SpecialAddresses.Undressed(literal)) ? null : "host is not allowed";
        var allowed = _thisMachineOnly ? url.IdnHost == "localhost" : _names.Any(entry => Matches(entry, url));
        return allowed ? null : "host is not allowed";
    }

    /// <summary>Whether an address that an allowed name points to may be connected to.</summary>
    public bool Allows(IPAddress address)
    {
        var undressed = SpecialAddresses.Undressed(address);
        return IsListed(undressed) || (!_thisMachineOnly && !SpecialAddresses.Contain(undressed));
    }

    private bool IsListed(IPAddress address) => _networks.Any(network => network.Contains(address));

    private static IPNetwork? NetworkOf(string entry)
    {
        if (IPNetwork.TryParse(entry, out var network))
            return network;
        return IPAddress.TryParse(entry.Trim('[', ']'), out var address)
            ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : null;
    }

    private static bool Matches(string entry, Uri url) => entry switch
    {
        ['*', '.', ..] => url.IdnHost.EndsWith(entry[1..], StringComparison.Ordinal),
        _ when entry.Contains(':', StringComparison.Ordinal) => entry == $"{url.IdnHost}:{url.Port}",
        _ => entry == url.IdnHost,
    };
}
