using Governance.Domain.Incidents;
using Governance.Domain.Oversight;
using Governance.Domain.Rollouts;
using Governance.Server.Fleet.Traffic;

namespace Governance.Server.Incidents.Room;

/// <summary>Who serves what of an incident's deployment now, from the telemetry alone.</summary>
internal sealed class ServingNow(TrafficBoard traffic, TimeProvider clock)
{
    /// <summary>Versions seen within this time are listed; one that stopped stays visible as stopped.</summary>
    private static readonly TimeSpan s_listed = TimeSpan.FromHours(1);

    /// <summary>Shares are those of this time.</summary>
    private static readonly TimeSpan s_shared = TimeSpan.FromMinutes(5);

    internal IReadOnlyList<ServingRow> Of(IncidentDossier dossier)
    {
        var declared = dossier.State.Declaration!;
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
        var stop = LastStop(dossier);
        return
        [
            .. from version in steps.SelectMany(step => step.Versions.Keys).Distinct(StringComparer.Ordinal)
               let share = all > 0 ? recent.GetValueOrDefault(version) / all : (double?)null
               let seen = steps.Last(step => step.Versions.ContainsKey(version)).At
               let concerned = version == declared.Version?.Value || stop is { Everything: true }
               orderby share descending, version
               select new ServingRow(
                   version,
                   share,
                   seen,
                   concerned && seen <= stop?.Until
                       ? "Concerned, not seen since the order"
                       : StateOf(concerned, share)),
        ];
    }

    /// <summary>
    /// The last order that stands, and until when it may have been disobeyed: its time to effect when that was
    /// observed. Minutes of shares would call a version that stopped at once "still serving".
    /// </summary>
    private static Stop? LastStop(IncidentDossier dossier)
    {
        var lifted = dossier.Facts.Where(fact => fact.Event is HaltEvent.ReenableApproved)
            .Select(fact => fact.StreamId).ToHashSet(StringComparer.Ordinal);
        var order = dossier.Facts
            .Where(fact => fact.Event is HaltEvent.HaltOrdered or RolloutEvent.RollbackOrdered)
            .Where(fact => !lifted.Contains(fact.StreamId))
            .MaxBy(fact => fact.Position);
        if (order is null)
        {
            return null;
        }

        var elapsed = dossier.Facts.Select(fact => fact.Event)
            .OfType<IncidentEvent.ContainmentEffectObserved>()
            .LastOrDefault(effect => effect.Order == order.StreamId)?.ElapsedMs ?? 0;
        return new Stop(order.At.AddMilliseconds(elapsed), order.Event is HaltEvent.HaltOrdered { Rollout: null });
    }

    private static string StateOf(bool concerned, double? share) => (concerned, share) switch
    {
        (true, > 0) => "Concerned, still serving",
        (true, 0) => "Concerned, no longer seen",
        (false, > 0) => "Serving",
        (false, 0) => "No longer seen",
        _ => "Nothing seen in 5 minutes",
    };

    /// <param name="Until">Nothing concerned should begin after it.</param>
    /// <param name="Everything">True when the whole deployment is to stop.</param>
    private sealed record Stop(DateTimeOffset Until, bool Everything);
}
