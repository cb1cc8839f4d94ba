namespace Governance.Server.Shell;

/// <summary>Addresses that a form may send people to.</summary>
internal static class Local
{
    /// <summary>A path of this server, or the front page: no form leads elsewhere.</summary>
    internal static string Path(string? address) =>
        address is ['/', ..] and not ['/', '/' or '\\', ..] && !address.Any(char.IsControl) ? address : "/";
}
