using System.Collections.Immutable;
using System.Diagnostics;

namespace Governance.Domain.Incidents;

/// <summary>Where an incident stands. Severity and acknowledgement are beside it, not in it.</summary>
public enum IncidentStatus
{
    /// <summary>Nothing was declared in this stream.</summary>
    Undeclared,

    /// <summary>Declared, and its harm is not known to be contained.</summary>
    Open,

    /// <summary>The effect of a containment was observed; still to be resolved.</summary>
    Contained,

    /// <summary>Over. Its signals never change again.</summary>
    Resolved,
}

/// <summary>How far one containment order has come.</summary>
public enum ContainmentProgress
{
    /// <summary>Ordered; nothing seen yet.</summary>
    Requested,

    /// <summary>Its effect was seen in the telemetry.</summary>
    Observed,

    /// <summary>Its effect was not seen in time.</summary>
    NotObserved,
}

/// <summary>An incident, folded from its facts. Diagram: <c>docs/state-machines.md</c>.</summary>
public sealed record Incident
{
    /// <summary>More orders than anyone could give by hand in one incident; a flood of them is a fault.</summary>
    public const int ContainmentsMax = 64;

    /// <summary>Before the first fact.</summary>
    public static readonly Incident Initial = new();

    /// <summary>Where it stands.</summary>
    public IncidentStatus Status { get; init; }

    /// <summary>What is asked, as declared.</summary>
    public IncidentEvent.IncidentDeclared? Declaration { get; init; }

    /// <summary>The severity now.</summary>
    public Severity Severity { get; init; }

    /// <summary>Who is looking at it, or null when nobody is.</summary>
    public Actor? AcknowledgedBy { get; init; }

    /// <summary>Signals that led to or joined this incident.</summary>
    public int SignalCount { get; init; }

    /// <summary>Position of the youngest signal counted; signals join in the order of the log.</summary>
    public long LastSignalPosition { get; init; }

    /// <summary>The youngest note, to tell a double click from a second note.</summary>
    public IncidentEvent.NoteAdded? LastNote { get; init; }

    /// <summary>Containment orders by their stream. Bounded by <see cref="ContainmentsMax"/>.</summary>
    public ImmutableDictionary<string, ContainmentProgress> Containments { get; init; } =
        ImmutableDictionary.Create<string, ContainmentProgress>(StringComparer.Ordinal);

    /// <summary>How it ended, or null while it has not.</summary>
    public IncidentEvent.IncidentResolved? Resolution { get; init; }

    /// <summary>True from the declaration to the resolution.</summary>
    public bool IsUnresolved => Status is IncidentStatus.Open or IncidentStatus.Contained;

    /// <summary>The state after one more fact.</summary>
    public static Incident Evolve(Incident incident, IncidentEvent fact) => fact switch
    {
        IncidentEvent.IncidentDeclared declared => incident with
        {
            Status = IncidentStatus.Open,
            Declaration = declared,
            Severity = declared.Severity,
            SignalCount = declared.SignalPosition is null ? 0 : 1,
            LastSignalPosition = declared.SignalPosition ?? 0,
        },
        IncidentEvent.SignalJoined joined => incident with
        {
            SignalCount = incident.SignalCount + 1,
            LastSignalPosition = joined.Position,
        },
        IncidentEvent.SeverityRaised raised => incident with { Severity = raised.To, AcknowledgedBy = null },
        IncidentEvent.IncidentAcknowledged acknowledged => incident with { AcknowledgedBy = acknowledged.By },
        IncidentEvent.NoteAdded note => incident with { LastNote = note },
        IncidentEvent.ContainmentRequested requested =>
            incident.With(requested.Order, ContainmentProgress.Requested),
        IncidentEvent.ContainmentEffectObserved observed =>
            incident.With(observed.Order, ContainmentProgress.Observed),
        IncidentEvent.ContainmentEffectNotObserved failed =>
            incident.With(failed.Order, ContainmentProgress.NotObserved),
        IncidentEvent.IncidentResolved resolved => incident with
        {
            Status = IncidentStatus.Resolved,
            Resolution = resolved,
        },
        _ => throw new UnreachableException($"No evolution for {fact.GetType().Name}."),
    };

    private Incident With(string order, ContainmentProgress progress) => this with
    {
        Containments = Containments.SetItem(order, progress),
        Status = (Status, progress) switch
        {
            (IncidentStatus.Open, ContainmentProgress.Observed) => IncidentStatus.Contained,
            (IncidentStatus.Contained, ContainmentProgress.NotObserved) => IncidentStatus.Open,
            _ => Status,
        },
    };
}
