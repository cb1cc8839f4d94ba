using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Lifecycle;
using Governance.Domain.Intake;
using Governance.Server.Access;
using Governance.Server.Access.Accounts;
using Governance.Server.Clocks;
using Governance.Server.Fleet;
using Governance.Server.Incidents.Acts;
using Governance.Server.Incidents.Runbooks;
using Governance.Server.Intake.Segments;
using Governance.Server.Pipeline;
using Governance.Server.Signals;

namespace Governance.Server.Incidents.Room;

/// <summary>Gathers everything the incident's room shows around the dossier.</summary>
internal sealed class RoomComposer(
    RoomReader reader,
    Transactor transactor,
    SignalChart chart,
    SegmentReader segments,
    ServingNow serving,
    RunbookShelf runbooks,
    People people,
    ActorNames names)
{
    /// <summary>Observations that the room shows of those that a signal names.</summary>
    private const int EvidenceMax = 5;

    internal async Task<RoomView> ComposeAsync(
        IncidentDossier dossier, long? asOf, TimelineKind? show, CancellationToken ct)
    {
        var called = await names.ReadAsync(ct);
        return await ComposeAsync(dossier, PagedPeople.Named(dossier.Facts, called), asOf, show, called, ct);
    }

    private async Task<RoomView> ComposeAsync(
        IncidentDossier dossier, IReadOnlyList<Fact> facts, long? asOf, TimelineKind? show,
        Func<string?, string?> called, CancellationToken ct) => new(
        dossier,
        IncidentTimeline.Of(facts),
        PageReport.Of(facts),
        runbooks.Find(dossier.State.Declaration?.Alarm),
        await chart.DrawAsync(dossier, ct),
        await EvidenceAsync(dossier, ct),
        serving.Of(dossier),
        await DeploymentAsync(dossier, ct),
        await PredecessorAsync(dossier, ct),
        await MissingAsync(dossier, ct),
        [
            .. (await people.ListAsync(ct))
                .Where(person => person.Roles.Any(role => role.Allows(Permission.HandleIncident)))
                .Select(person => (person.Id, person.Name)),
        ],
        asOf,
        show,
        called);

    private async Task<IReadOnlyList<EvidenceRow>> EvidenceAsync(IncidentDossier dossier, CancellationToken ct)
    {
        var rows = new List<EvidenceRow>();
        foreach (var address in dossier.Finding?.Evidence.Addresses.Take(EvidenceMax) ?? [])
        {
            var segment = await segments.ReadAsync(address.Position, ct);
            rows.Add(new EvidenceRow(address, address.Index < segment.Count ? segment[address.Index] : null));
        }

        return rows;
    }

    private async Task<Deployment?> DeploymentAsync(IncidentDossier dossier, CancellationToken ct) =>
        dossier.State.Declaration?.Deployment is { } deployment
            ? (await transactor.ReadAsync(FleetStreams.Deployment, deployment.Value, ct)).State
            : null;

    private async Task<IReadOnlyList<CloseGap>> MissingAsync(IncidentDossier dossier, CancellationToken ct)
    {
        if (!dossier.State.Status.IsUnfinished())
        {
            return [];
        }

        var findings = new List<FindingGroup>(); // Bounded by the findings of one incident.
        foreach (var fingerprint in SignalVerdict.FindingsOf(dossier.State))
        {
            findings.Add(new(
                fingerprint, (await transactor.ReadAsync(SignalFacts.Groups, fingerprint.Value, ct)).State));
        }

        var clocks = await transactor.ReadAsync(ClockStreams.Clocks, dossier.Id.Value, ct);
        var runbook = await transactor.ReadAsync(RunbookStreams.Execution, dossier.Id.Value, ct);
        var around = SurroundingGaps.Of(clocks.State, runbook.State);
        return new CloseIncident(Actor.Part("room"), [.. SignalVerdict.GapsOf(findings), .. around])
            .Missing(dossier.State);
    }

    private async Task<(IncidentId, string)?> PredecessorAsync(IncidentDossier dossier, CancellationToken ct) =>
        dossier.State.Declaration?.Predecessor is { } before
        && await reader.ReadAsync(before, null, ct) is { } earlier
            ? (before, IncidentLinks.Name(earlier.Number))
            : null;
}
