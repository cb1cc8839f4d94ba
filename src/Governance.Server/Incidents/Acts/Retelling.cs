using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Lifecycle;
using Governance.Server.Access;
using Governance.Server.Incidents.Room;
using Governance.Server.Pipeline;
using Governance.Server.Shell;

namespace Governance.Server.Incidents.Acts;

/// <summary>
/// Tells a person who came too late what the others did meanwhile: who, what and when, instead of a bare "no".
/// </summary>
internal sealed class Retelling(RoomReader reader, ActorNames names, TimeProvider clock)
{
    /// <summary>The answer to a person's act; <paramref name="seen"/> is what their page showed.</summary>
    internal async Task<IResult> AnswerAsync(
        IncidentId id, long? seen, Outcome<Incident> outcome, CancellationToken ct)
    {
        var late = outcome.Refusal is AlreadyAcknowledged or ChangedMeanwhile or NotARaise or IncidentNotOpen
            or IllegalMove;
        return late && await SinceAsync(id, seen, ct) is { } story
            ? IncidentAnswer.Refused(new Retold(outcome.Refusal!.Code, story))
            : IncidentAnswer.ToPerson(id, outcome);
    }

    /// <summary>Null when nothing happened since, or the page did not say what it showed.</summary>
    private async Task<string?> SinceAsync(IncidentId id, long? seen, CancellationToken ct)
    {
        if (seen is null || await reader.ReadAsync(id, null, ct) is not { } dossier)
        {
            return null;
        }

        var called = await names.ReadAsync(ct);
        var news = IncidentTimeline.Of([.. dossier.Facts.Where(fact => fact.Position > seen)])
            .Where(item => item.By is not null)
            .Select(item => $"{item.What} by {called(item.By)}, {Moment.Relative(item.At, clock.GetUtcNow())}")
            .ToList();
        return news.Count == 0 ? null : $"Meanwhile: {string.Join("; ", news)}. Nothing of yours was recorded.";
    }

    /// <summary>The same refusal with the story of what happened.</summary>
    private sealed record Retold(string Code, string Detail) : Refusal(Code, Detail);
}
