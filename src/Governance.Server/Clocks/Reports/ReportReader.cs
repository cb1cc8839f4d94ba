using Governance.Domain;
using Governance.Domain.Clocks;
using Governance.Domain.Incidents;
using Governance.EventSourcing;
using Governance.Server.Incidents;
using Governance.Server.Pipeline;

namespace Governance.Server.Clocks.Reports;

/// <summary>One incident and what it owes, now or as it was up to a position.</summary>
/// <param name="Position">The position up to which their streams were read.</param>
public sealed record ClockDossier(
    IncidentId Id, long Number, DateTimeOffset DeclaredAt, Incident Incident, RegulatoryClocks Clocks, long Position)
{
    /// <summary>What people call it.</summary>
    public string Name => IncidentLinks.Name(Number);

    /// <summary>The report of one of its clocks, as it would read from these facts; null without that clock.</summary>
    public ReportDraft? DraftOf(string clock) => Clocks.Find(clock) is { } found
        ? ReportDraft.Of(Name, Incident, Clocks, found, Position)
        : null;
}

/// <summary>Reads an incident with its clocks.</summary>
internal sealed class ReportReader(EventStore store)
{
    /// <summary>Null when there is no such incident, or was none by then.</summary>
    public async Task<ClockDossier?> ReadAsync(IncidentId id, long? asOf, CancellationToken ct)
    {
        var first = await store.FetchStreamAsync(
            IncidentStreams.Incident.IdOf(id.Value), asOfVersion: 1, asOfPosition: asOf, ct: ct);
        if (first is [])
            return null;
        var incident = await store.FoldAsync(IncidentStreams.Incident, id.Value, ct, asOf);
        var clocks = await store.FoldAsync(ClockStreams.Clocks, id.Value, ct, asOf);
        return new ClockDossier(
            id, first[0].Position, first[0].At, incident.State, clocks.State,
            Math.Max(incident.Position, clocks.Position));
    }
}
