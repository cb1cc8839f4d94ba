namespace Governance.Server.Fleet;

/// <summary>How the fleet is watched.</summary>
/// <param name="WatchEvery">Between two comparisons of registry and telemetry.</param>
internal sealed record FleetSettings(TimeSpan WatchEvery)
{
    /// <summary>Reads <c>Fleet:WatchSeconds</c> (5).</summary>
    internal static FleetSettings Read(IConfiguration configuration)
    {
        var seconds = configuration.GetValue("Fleet:WatchSeconds", 5.0);
        ArgumentOutOfRangeException.ThrowIfLessThan(seconds, 0.1, "Fleet:WatchSeconds");
        return new FleetSettings(TimeSpan.FromSeconds(seconds));
    }
}
