using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Runbooks;
using Governance.EventSourcing;
using Governance.Server.Access;
using Governance.Server.Pipeline;

namespace Governance.Server.Incidents.Runbooks;

/// <summary>Moves the steps of an incident's runbook, in the name of whoever is signed in.</summary>
internal sealed class RunbookActs(Transactor transactor, EventStore store, RunbookShelf shelf)
{
    internal Task<Outcome<RunbookExecution>> MoveAsync(
        IncidentId id, int step, StepStatus to, string words, HttpContext http) => transactor.PlanAsync(
        RunbookStreams.Execution,
        id.Value,
        async from =>
        {
            var incident = await from.ReadAsync(IncidentStreams.Incident, id.Value);
            if (incident.Status is IncidentStatus.Undeclared)
                return new IncidentNotOpen(incident.Status);
            var by = http.User.Actor();
            var startedAt = await StartedAtAsync(id, step, http.RequestAborted);
            return new MoveStep(
                shelf.Find(incident.Declaration?.Alarm)?.AttachedBy(by), step, to, words, by, incident, startedAt)
                .Decide(from.State, from.Now);
        },
        http.User.Actor(),
        http.RequestAborted);

    /// <summary>When the step was last started, by the log's own time.</summary>
    private async Task<DateTimeOffset?> StartedAtAsync(IncidentId id, int step, CancellationToken ct)
    {
        var facts = await store.FetchStreamAsync(RunbookStreams.Execution.IdOf(id.Value), ct: ct);
        return facts.Select(EventTypes.Decode)
            .LastOrDefault(fact => fact.Event is RunbookEvent.StepStarted started && started.Step == step)?.At;
    }
}
