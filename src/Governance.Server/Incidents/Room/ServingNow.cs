using Governance.Domain.Incidents;
using Governance.Server.Fleet.Traffic;

namespace Governance.Server.Incidents.Room;

/// <summary>Who serves what of an incident's deployment now, from the telemetry alone.</summary>
internal sealed class ServingNow(TrafficBoard traffic, TimeProvider clock)
{
    /// <summary>Versions seen within this time are listed; one that stopped stays visible as stopped.</summary>
    private static readonly TimeSpan s_listed = TimeSpan.FromHours(1);

    /// <summary>Shares are those of this time.</summary>
    private static readonly TimeSpan s_shared = TimeSpan.FromMinutes(5);

    internal IReadOnlyList<ServingRow> Of(IncidentEvent.IncidentDeclared declared)
    {
        if (declared.Deployment is not { } deployment)
        {
            return [];
        }

        var now = clock.GetUtcNow();
        var steps = traffic.Of(deployment, now - s_listed, now);
        var recent = steps.Where(step => step.At >= now - s_shared).SelectMany(step => step.Versions)
            .GroupBy(version => version.Key, version => version.Value, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Sum(), StringComparer.Ordinal);
        var all = recent.Values.Sum();
        return
        [
            .. from version in steps.SelectMany(step => step.Versions.Keys).Distinct(StringComparer.Ordinal)
               let share = all > 0 ? recent.GetValueOrDefault(version) / all : (double?)null
               orderby share descending, version
               select new ServingRow(
                   version,
                   share,
                   steps.Last(step => step.Versions.ContainsKey(version)).At,
                   StateOf(version == declared.Version?.Value, share)),
        ];
    }

    private static string StateOf(bool concerned, double? share) => (concerned, share) switch
    {
        (true, > 0) => "Concerned, still serving",
        (true, 0) => "Concerned, no longer seen",
        (false, > 0) => "Serving",
        (false, 0) => "No longer seen",
        _ => "Nothing seen in 5 minutes",
    };
}
