using System.Security.Cryptography;
using System.Text;

namespace Governance.Server.Pipeline;

/// <summary>How an outgoing address is shown: it may hold a credential, so never whole.</summary>
internal static class Outgoing
{
    /// <summary>Enough to tell an installation's destinations apart.</summary>
    private const int DigestBytes = 4;

    /// <summary>The host of a URL, or the mailbox of a mail address.</summary>
    public static string HostOf(string destination) => Uri.TryCreate(destination, UriKind.Absolute, out var url)
        ? url.Scheme == Uri.UriSchemeMailto ? $"{url.UserInfo}@{url.Host}" : url.Authority
        : "unreadable";

    /// <summary>Names a destination without saying it.</summary>
    public static string DigestOf(string destination) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(destination)).AsSpan(0, DigestBytes));
}
