using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Server.Access;
using Governance.Server.Pipeline;

namespace Governance.Server.Incidents.Acts;

/// <summary>
/// Runs one command on one incident, in the name of whoever is signed in, with what joins its commit.
/// </summary>
internal sealed class IncidentActs(Transactor transactor)
{
    /// <summary>Decides on the incident as it is now.</summary>
    internal Task<Outcome<Incident>> RunAsync(
        IncidentId id, Func<Incident, DateTimeOffset, Decision<IncidentEvent>> decide, HttpContext http) =>
        transactor.TransactAsync(
            IncidentStreams.Incident,
            id.Value,
            decide,
            IncidentEffects.Of(id),
            http.User.Actor(),
            http.RequestAborted);

    /// <summary>
    /// Decides only if the incident is still what the person saw: whoever raises or resolves has read all of it.
    /// </summary>
    /// <param name="seen">
    /// Position of the last of the incident's facts on the page; null when the page did not say.
    /// </param>
    internal Task<Outcome<Incident>> RunAsSeenAsync(
        IncidentId id,
        long? seen,
        Func<Incident, DateTimeOffset, Decision<IncidentEvent>> decide,
        HttpContext http) =>
        transactor.PlanAsync(
            IncidentStreams.Incident,
            id.Value,
            from => new(Decided(id, seen, decide, from)),
            http.User.Actor(),
            http.RequestAborted);

    private static Plan<IncidentEvent> Decided(
        IncidentId id,
        long? seen,
        Func<Incident, DateTimeOffset, Decision<IncidentEvent>> decide,
        Deciding<Incident> from)
    {
        if (from.Stream.Position > seen)
        {
            return new ChangedMeanwhile();
        }

        var decision = decide(from.State, from.Now);
        return new Plan<IncidentEvent>(decision, IncidentEffects.Of(id, from.State, decision));
    }
}

/// <summary>The person decided on a page that is no longer true.</summary>
internal sealed record ChangedMeanwhile() : Refusal(
    "changed_meanwhile", "The incident was changed while you were looking at it. Review it and decide again.");
