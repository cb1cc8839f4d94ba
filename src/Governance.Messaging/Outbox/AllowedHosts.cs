using System.Net;

namespace Governance.Messaging.Outbox;

/// <summary>
/// Where messages may go. Empty means this machine only. An entry is a host (<c>pager.example.org</c>), a host with
/// port, or a domain with everything below it (<c>*.example.org</c>).
/// </summary>
public sealed class AllowedHosts(IEnumerable<string> entries)
{
    // Bounded by the configuration.
    private readonly IReadOnlyList<string> _entries = [.. entries.Select(entry => entry.Trim().ToLowerInvariant())];

    /// <summary>Why a URL may not be called, or null when it may.</summary>
    public string? Refuses(string destination)
    {
        if (!Uri.TryCreate(destination, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return "not an http or https address";
        if (url.UserInfo.Length > 0)
            return "an address must not carry credentials";
        return IsLoopback(url) || _entries.Any(entry => Matches(entry, url)) ? null : "host is not allowed";
    }

    private static bool IsLoopback(Uri url) =>
        url.IdnHost == "localhost" || (IPAddress.TryParse(url.IdnHost, out var ip) && IPAddress.IsLoopback(ip));

    private static bool Matches(string entry, Uri url) => entry switch
    {
        ['*', '.', ..] => url.IdnHost.EndsWith(entry[1..], StringComparison.Ordinal),
        _ when entry.Contains(':', StringComparison.Ordinal) => entry == $"{url.IdnHost}:{url.Port}",
        _ => entry == url.IdnHost,
    };
}
