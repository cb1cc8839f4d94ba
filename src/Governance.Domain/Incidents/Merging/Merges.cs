using System.Collections.Immutable;

namespace Governance.Domain.Incidents.Merging;

/// <summary>How signals move between incidents: what one loses another one gets, never more and never less.</summary>
internal static class Merges
{
    /// <summary>With these signals as well; null changes nothing.</summary>
    internal static ImmutableDictionary<Fingerprint, SignalShare> With(
        this ImmutableDictionary<Fingerprint, SignalShare> signals, SignalShare? more) => more is null
            ? signals
            : signals.SetItem(
                more.Fingerprint,
                signals.TryGetValue(more.Fingerprint, out var held) ? held.And(more) : more);

    /// <summary>The incident after a fact of merging or splitting; null for any other fact.</summary>
    internal static Incident? Evolve(Incident incident, IncidentEvent fact) => fact switch
    {
        IncidentEvent.IncidentMerged merged => incident with
        {
            MergedInto = merged.Target,
            Signals = incident.Signals.Clear(),
            AcknowledgedBy = null,
            LeaseUntil = null,
        },
        IncidentEvent.IncidentUnmerged unmerged => incident with
        {
            MergedInto = null,
            Signals = unmerged.Signals.Aggregate(incident.Signals, With),
        },
        IncidentEvent.IncidentAbsorbed absorbed => incident with
        {
            Absorbed = incident.Absorbed.Add(absorbed.Absorbed),
            Signals = absorbed.Absorbed.Signals.Aggregate(incident.Signals, With),
        },
        IncidentEvent.IncidentGivenBack given => incident with
        {
            Absorbed = incident.Absorbed.RemoveAll(one => one.Source == given.Source),
            Signals = given.Signals.Aggregate(incident.Signals, Without),
        },
        IncidentEvent.SignalsSplitOff split => incident with { Signals = Without(incident.Signals, split.Signals) },
        _ => null,
    };

    /// <summary>What is due to an absorbed incident now.</summary>
    internal static IReadOnlyList<SignalShare> Due(Incident incident, AbsorbedIncident absorbed) =>
    [
        .. from brought in absorbed.Signals
           where incident.Signals.ContainsKey(brought.Fingerprint)
           let held = incident.Signals[brought.Fingerprint]
           let shared = incident.Declaration?.Fingerprint == brought.Fingerprint
               || incident.Absorbed.Any(other => other.Source != absorbed.Source
                   && other.Signals.Any(share => share.Fingerprint == brought.Fingerprint))
           select shared ? held with { Count = Math.Min(held.Count, brought.Count) } : held,
    ];

    private static ImmutableDictionary<Fingerprint, SignalShare> Without(
        ImmutableDictionary<Fingerprint, SignalShare> signals, SignalShare less)
    {
        var held = signals[less.Fingerprint];
        return held.Count == less.Count
            ? signals.Remove(less.Fingerprint)
            : signals.SetItem(less.Fingerprint, held with { Count = held.Count - less.Count });
    }
}
