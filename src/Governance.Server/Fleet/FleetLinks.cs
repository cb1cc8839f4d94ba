namespace Governance.Server.Fleet;

/// <summary>Where deployments are found, for other slices' pages.</summary>
public static class FleetLinks
{
    /// <summary>All of them.</summary>
    public const string Models = "/models";

    /// <summary>One deployment's page.</summary>
    public static string PageOf(string deploymentName) => $"{Models}/{Uri.EscapeDataString(deploymentName)}";

    /// <summary>The name in an address: routing leaves a slash in it as <c>%2F</c>.</summary>
    internal static string NameIn(string segment) => segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
