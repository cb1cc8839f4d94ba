using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Server.Access;
using Governance.Server.Pipeline;

namespace Governance.Server.Incidents.Acts;

/// <summary>What somebody wants of one incident, decided on it and on what is read beside it.</summary>
internal delegate ValueTask<Plan<IncidentEvent>> Act(Deciding<Incident> from);

/// <summary>
/// Runs one command on one incident, in the name of whoever is signed in, with what joins its commit.
/// </summary>
internal sealed class IncidentActs(Transactor transactor)
{
    /// <summary>Decides on the incident as it is now.</summary>
    internal Task<Outcome<Incident>> RunAsync(
        IncidentId id, Func<Incident, DateTimeOffset, Decision<IncidentEvent>> decide, HttpContext http) =>
        RunAsync(id, null, On(decide), http);

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
        HttpContext http) => RunAsync(id, seen, On(decide), http);

    /// <summary>Decides with what the act reads, if the incident is still what was seen.</summary>
    internal Task<Outcome<Incident>> RunAsync(IncidentId id, long? seen, Act act, HttpContext http) =>
        transactor.PlanAsync(
            IncidentStreams.Incident,
            id.Value,
            from => PlannedAsync(id, seen, act, from),
            http.User.Actor(),
            http.RequestAborted);

    /// <summary>An act that reads nothing but the incident.</summary>
    internal static Act On(Func<Incident, DateTimeOffset, Decision<IncidentEvent>> decide) =>
        from => new(decide(from.State, from.Now));

    private static async ValueTask<Plan<IncidentEvent>> PlannedAsync(
        IncidentId id, long? seen, Act act, Deciding<Incident> from)
    {
        if (from.Stream.Position > seen)
        {
            return new ChangedMeanwhile();
        }

        var (decision, joined) = await act(from);
        return new Plan<IncidentEvent>(
            decision, IncidentEffects.Of(id, from.State, decision).And(joined ?? Effects.None));
    }
}

/// <summary>The person decided on a page that is no longer true.</summary>
internal sealed record ChangedMeanwhile() : Refusal(
    "changed_meanwhile", "The incident was changed while you were looking at it. Review it and decide again.");
