using Governance.Domain;
using Governance.Domain.Clocks;
using Governance.Server.Pipeline;

namespace Governance.Server.Clocks;

/// <summary>How the clocks of an incident are named and folded.</summary>
public static class ClockStreams
{
    /// <summary>One stream per incident, under the incident's own id: <c>clocks-{id}</c>.</summary>
    public static StreamOf<RegulatoryClocks, RegulatoryClockEvent> Clocks { get; } =
        new("clocks", RegulatoryClocks.Initial, RegulatoryClocks.Evolve);

    /// <summary>Every clock that runs.</summary>
    public const string Wall = "/clocks";

    /// <summary>The reports that one incident owes.</summary>
    public static string PageOf(IncidentId id) => $"/incidents/{id}/clocks";

    /// <summary>One clock's report.</summary>
    public static string ReportOf(IncidentId id, string clock) => $"/incidents/{id}/clocks/{clock}/report";
}
