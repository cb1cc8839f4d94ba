using System.Diagnostics;

namespace Governance.Domain.Incidents;

/// <summary>
/// Where an incident stands. Severity, acknowledgement, roles and review are beside it, not in it.
/// </summary>
public enum IncidentStatus
{
    /// <summary>Nothing was declared in this stream.</summary>
    Undeclared,

    /// <summary>Declared, and its harm is not known to be contained. Shown as open.</summary>
    Declared,

    /// <summary>A containment's effect was observed, or a person showed it; still to be resolved.</summary>
    Contained,

    /// <summary>Over, and no review is asked for.</summary>
    Resolved,

    /// <summary>Over, and what is to be learned from it is being written down.</summary>
    InReview,

    /// <summary>Done with. Its signals never change again.</summary>
    Closed,

    /// <summary>It was no incident, and its signals were judged accordingly.</summary>
    Dismissed,

    /// <summary>Part of another incident, which holds its signals.</summary>
    Merged,
}

/// <summary>What follows from where an incident stands.</summary>
public static class IncidentStatuses
{
    /// <summary>Somebody's work: declared, and not yet over.</summary>
    public static bool IsUnresolved(this IncidentStatus status) =>
        status is IncidentStatus.Declared or IncidentStatus.Contained;

    /// <summary>Over, but not yet done with: to be reviewed or closed.</summary>
    public static bool IsUnfinished(this IncidentStatus status) =>
        status is IncidentStatus.Resolved or IncidentStatus.InReview;

    /// <summary>The word on screens, in files and in the API: open, contained, resolved, inreview, …</summary>
    public static string Word(this IncidentStatus status) =>
        status is IncidentStatus.Declared ? "open" : status.ToString().ToLowerInvariant();

    /// <summary>The status that a word means, or null.</summary>
    public static IncidentStatus? Of(string word)
    {
        IncidentStatus[] all = Enum.GetValues<IncidentStatus>();
        var at = Array.FindIndex(all, status => string.Equals(status.Word(), word, StringComparison.OrdinalIgnoreCase));
        return at <= 0 ? null : all[at];
    }

    /// <summary>
    /// Where an incident stands after one more fact: the one place where that is said, for the rules, the queue and
    /// everybody else who folds incidents.
    /// </summary>
    public static IncidentStatus After(this IncidentStatus status, IncidentEvent fact) => fact switch
    {
        IncidentEvent.IncidentDeclared or IncidentEvent.IncidentReopened or IncidentEvent.IncidentUnmerged =>
            IncidentStatus.Declared,
        IncidentEvent.IncidentContained or IncidentEvent.ContainmentEffectObserved =>
            status is IncidentStatus.Declared ? IncidentStatus.Contained : status,
        IncidentEvent.ContainmentEffectNotObserved =>
            status is IncidentStatus.Contained ? IncidentStatus.Declared : status,
        IncidentEvent.IncidentResolved => IncidentStatus.Resolved,
        IncidentEvent.ReviewOpened => IncidentStatus.InReview,
        IncidentEvent.IncidentClosed => IncidentStatus.Closed,
        IncidentEvent.IncidentDismissed => IncidentStatus.Dismissed,
        IncidentEvent.IncidentMerged => IncidentStatus.Merged,
        IncidentEvent.SignalJoined
            or IncidentEvent.IncidentAbsorbed
            or IncidentEvent.IncidentGivenBack
            or IncidentEvent.SignalsSplitOff
            or IncidentEvent.SeverityRaised
            or IncidentEvent.SeverityLowered
            or IncidentEvent.SeverityAssessed
            or IncidentEvent.IncidentAcknowledged
            or IncidentEvent.ProgressReported
            or IncidentEvent.AckExpired
            or IncidentEvent.RoleAssigned
            or IncidentEvent.RoleReleased
            or IncidentEvent.CommandHandoverOffered
            or IncidentEvent.CommandHandoverAccepted
            or IncidentEvent.CommandHandoverDeclined
            or IncidentEvent.CommandHandoverLapsed
            or IncidentEvent.NoteAdded
            or IncidentEvent.ContainmentRequested
            or IncidentEvent.ReviewPublished
            or IncidentEvent.CloseWaiverAsked
            or IncidentEvent.CloseWaiverGranted => status,
        _ => throw new UnreachableException($"No status after {fact.GetType().Name}."),
    };
}
