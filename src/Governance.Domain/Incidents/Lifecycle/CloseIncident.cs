namespace Governance.Domain.Incidents.Lifecycle;

/// <summary>What has to be done before an incident is closed.</summary>
public enum CloseItem
{
    /// <summary>The review, where one is required, is published.</summary>
    Review,

    /// <summary>Every signal was judged by a person.</summary>
    Signals,

    /// <summary>No clock of a report runs.</summary>
    Clocks,

    /// <summary>Every mandatory step of the runbook is done.</summary>
    Runbook,

    /// <summary>Every corrective action has an owner and a date.</summary>
    Actions,
}

/// <summary>One thing that is missing.</summary>
/// <param name="Item">What kind of thing: it is what a waiver names.</param>
/// <param name="What">The thing itself, one clause.</param>
public sealed record CloseGap(CloseItem Item, string What);

/// <summary>Says that all is done.</summary>
/// <param name="By">Who closes.</param>
/// <param name="Elsewhere">What is missing in the streams around the incident.</param>
public sealed record CloseIncident(Actor By, IReadOnlyList<CloseGap> Elsewhere)
{
    /// <summary>
    /// What is over is closed when nothing is missing that two people have not waived; else the answer is the list.
    /// </summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now)
    {
        if (incident.Status is IncidentStatus.Closed)
        {
            return Decision.Nothing<IncidentEvent>();
        }

        if (!incident.Status.IsUnfinished())
        {
            return new IllegalMove(incident.Status, IncidentStatus.Closed);
        }

        var missing = Missing(incident);
        return missing.Count > 0
            ? new CloseIncomplete(missing)
            : Decision.Append<IncidentEvent>(new IncidentEvent.IncidentClosed(By));
    }

    /// <summary>Everything that is missing and not waived, the incident's own first.</summary>
    public IReadOnlyList<CloseGap> Missing(Incident incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        IEnumerable<CloseGap> own = incident is { Status: IncidentStatus.InReview, Findings: null }
            ? [new CloseGap(CloseItem.Review, $"to be published by {incident.Review!.PublishBy:yyyy-MM-dd}")]
            : [];
        return
        [
            .. own.Concat(Elsewhere)
                .Where(gap => incident.Waivers.GetValueOrDefault(gap.Item) is not { GrantedBy: not null }),
        ];
    }
}
