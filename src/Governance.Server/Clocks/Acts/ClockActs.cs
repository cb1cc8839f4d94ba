using System.Collections.Immutable;
using Governance.Domain;
using Governance.Domain.Clocks;
using Governance.Domain.Clocks.Regimes;
using Governance.Domain.Incidents;
using Governance.Server.Access;
using Governance.Server.Clocks.Reports;
using Governance.Server.Incidents;
using Governance.Server.Pipeline;

namespace Governance.Server.Clocks.Acts;

/// <summary>What people do about the reports that an incident owes, in the name of whoever is signed in.</summary>
internal sealed class ClockActs(Transactor transactor, ReportReader reader, ClockRules rules)
{
    /// <summary>Says what it is before the law. Null when there is no such incident.</summary>
    public async Task<Outcome<RegulatoryClocks>?> ClassifyAsync(
        IncidentId id,
        Classification classification,
        ImmutableSortedSet<Circumstance> circumstances,
        string basis,
        HttpContext http)
    {
        if (await reader.ReadAsync(id, null, http.RequestAborted) is not { } dossier)
            return null;
        var known = new RegulatoryClockEvent.ClassificationAwaited(dossier.Number, dossier.DeclaredAt, null);
        return await RunAsync(id, (clocks, _, now) => new ClassifyIncident(
            known, classification, circumstances, basis, http.User.Actor(), rules.Pack, rules.Calendar,
            rules.ClassifyWithin).Decide(clocks, now), http);
    }

    /// <summary>Says that the organisation knew earlier.</summary>
    public Task<Outcome<RegulatoryClocks>> CorrectAwarenessAsync(
        IncidentId id, DateTimeOffset to, string reason, HttpContext http) => RunAsync(
        id,
        (clocks, _, now) => new CorrectAwareness(
            to.ToMicroseconds(), reason, http.User.Actor(), rules.Calendar).Decide(clocks, now),
        http);

    /// <summary>Writes what is known on a point.</summary>
    public Task<Outcome<RegulatoryClocks>> WriteAsync(
        IncidentId id, ReportPoint point, string text, HttpContext http) =>
        RunAsync(id, (clocks, _, now) => new WritePoint(point, text, http.User.Actor()).Decide(clocks, now), http);

    /// <summary>Fixes the text of a report as the facts are now. Null without such an incident or clock.</summary>
    public async Task<Outcome<RegulatoryClocks>?> DraftAsync(IncidentId id, string clock, HttpContext http)
    {
        var dossier = await reader.ReadAsync(id, null, http.RequestAborted);
        if (dossier?.DraftOf(clock) is not { } draft)
            return null;
        var command = new DraftReport(
            clock, dossier.Position, draft.Text, draft.Digest, draft.NotYetKnown, http.User.Actor());
        return await RunAsync(id, (clocks, _, now) => command.Decide(clocks, now), http);
    }

    /// <summary>Stands by the text of that digest.</summary>
    public Task<Outcome<RegulatoryClocks>> ApproveAsync(
        IncidentId id, string clock, string digest, HttpContext http) =>
        RunAsync(id, (clocks, _, now) => new ApproveReport(clock, digest, http.User.Actor()).Decide(clocks, now), http);

    /// <summary>Records that it was sent.</summary>
    public Task<Outcome<RegulatoryClocks>> SubmitAsync(
        IncidentId id, string clock, string channel, string receipt, DateTimeOffset? sentAt, HttpContext http) =>
        RunAsync(
            id,
            (clocks, incident, now) => new SubmitReport(
                clock, channel, receipt, (sentAt ?? now).ToMicroseconds(), http.User.Actor(),
                !incident.IsUnresolved, rules.Pack, rules.Calendar).Decide(clocks, now),
            http);

    /// <summary>Asks that a clock not count.</summary>
    public Task<Outcome<RegulatoryClocks>> AskAsideAsync(
        IncidentId id, string clock, string reason, HttpContext http) =>
        RunAsync(id, (clocks, _, now) => new AskToSetAside(clock, reason, http.User.Actor()).Decide(clocks, now), http);

    /// <summary>Agrees, as the second person.</summary>
    public Task<Outcome<RegulatoryClocks>> SetAsideAsync(IncidentId id, string clock, HttpContext http) =>
        RunAsync(id, (clocks, _, now) => new SetClockAside(clock, http.User.Actor()).Decide(clocks, now), http);

    private Task<Outcome<RegulatoryClocks>> RunAsync(
        IncidentId id,
        Func<RegulatoryClocks, Incident, DateTimeOffset, Decision<RegulatoryClockEvent>> decide,
        HttpContext http) => transactor.PlanAsync(
        ClockStreams.Clocks,
        id.Value,
        async from =>
        {
            var incident = await from.ReadAsync(IncidentStreams.Incident, id.Value);
            if (incident.Status is IncidentStatus.Undeclared)
                return new IncidentNotOpen(incident.Status);
            return ClockTimers.Plan(id, incident, from.State, decide(from.State, incident, from.Now), from.Now);
        },
        http.User.Actor(),
        http.RequestAborted);
}
