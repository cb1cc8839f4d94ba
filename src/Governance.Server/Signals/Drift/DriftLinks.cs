namespace Governance.Server.Signals.Drift;

/// <summary>Where what has drifted is found, for other slices' pages.</summary>
public static class DriftLinks
{
    /// <summary>The report, ready to be asked of one deployment.</summary>
    public static string Of(string deploymentName) => $"/drift?deployment={Uri.EscapeDataString(deploymentName)}";
}
