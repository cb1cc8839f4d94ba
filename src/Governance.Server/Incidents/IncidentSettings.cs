namespace Governance.Server.Incidents;

/// <summary>What an installation may set about incidents.</summary>
/// <param name="ReopenWindow">
/// How long after its resolution the same finding is the same incident: <c>Incidents:ReopenMinutes</c>; 0 never.
/// </param>
internal sealed record IncidentSettings(TimeSpan ReopenWindow)
{
    /// <summary>A quarter of an hour: what comes back sooner had not ended.</summary>
    private const double ReopenMinutes = 15;

    internal static IncidentSettings Read(IConfiguration configuration) => new(
        TimeSpan.FromMinutes(configuration.GetValue("Incidents:ReopenMinutes", ReopenMinutes)));
}
