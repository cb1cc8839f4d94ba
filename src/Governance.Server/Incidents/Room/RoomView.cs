using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Lifecycle;
using Governance.Domain.Intake;
using Governance.Server.Incidents.Runbooks;
using Governance.Server.Shell.Components;

namespace Governance.Server.Incidents.Room;

/// <summary>Everything the incident's room shows, read before rendering.</summary>
/// <param name="Dossier">What the log tells.</param>
/// <param name="Timeline">The story, oldest first.</param>
/// <param name="Pages">Who was woken, and how that ended.</param>
/// <param name="Runbook">What to do, or null when the alarm has none.</param>
/// <param name="Chart">Observed against expected, or null when nothing is measured.</param>
/// <param name="Evidence">Some of the observations behind the signal.</param>
/// <param name="Serving">Who serves what now; empty when nothing was seen in the last hour.</param>
/// <param name="Deployment">The deployment as it is now, or null when the incident is about none.</param>
/// <param name="Predecessor">What the incident before this one is called, or null.</param>
/// <param name="Missing">What is missing before it can be closed; empty while it is not over.</param>
/// <param name="People">Who may be given a role.</param>
/// <param name="AsOf">The position of a room of the past, or null for now.</param>
/// <param name="Show">The one kind of timeline item that is looked at, or null for all.</param>
/// <param name="Names">What colleagues call an actor.</param>
public sealed record RoomView(
    IncidentDossier Dossier,
    IReadOnlyList<TimelineItem> Timeline,
    IReadOnlyList<PageReport> Pages,
    Runbook? Runbook,
    RoomChart? Chart,
    IReadOnlyList<EvidenceRow> Evidence,
    IReadOnlyList<ServingRow> Serving,
    Deployment? Deployment,
    (IncidentId Id, string Name)? Predecessor,
    IReadOnlyList<CloseGap> Missing,
    IReadOnlyList<(PersonId Id, string Name)> People,
    long? AsOf,
    TimelineKind? Show,
    Func<string?, string?> Names)
{
    /// <summary>The incident.</summary>
    public Incident State => Dossier.State;

    /// <summary>Who has it: the commander, else whoever acknowledged it.</summary>
    public Actor? Owner => State.Commander is { } commander ? Actor.Person(commander) : State.AcknowledgedBy;

    /// <summary>The rollout that runs on the deployment, which can be rolled back; or null.</summary>
    public RolloutId? OpenRollout => Deployment?.OpenRollout;

    /// <summary>True while a halt of the deployment stands.</summary>
    public bool IsHalted =>
        Deployment?.Restrictions.Any(r => r is { Cause: RestrictionCause.Halt, Version: null }) is true;

    /// <summary>What was declared.</summary>
    public IncidentEvent.IncidentDeclared Declared => State.Declaration!;

    /// <summary>What people call it.</summary>
    public string Name => IncidentLinks.Name(Dossier.Number);

    /// <summary>Its address.</summary>
    public string Address => IncidentLinks.Room(Dossier.Id);

    /// <summary>The deployment and version it is about, or null.</summary>
    public string? Subject => Declared.DeploymentName is { } name
        ? $"{name} {Declared.Version?.Value}".TrimEnd()
        : null;
}

/// <summary>A chart and the sentence that says what it shows.</summary>
public sealed record RoomChart(string Title, string Note, string Sentence, ChartData Data);

/// <summary>One observation behind the signal. Null is "not stated by the sender".</summary>
/// <param name="Address">Where it lies in the log.</param>
/// <param name="Seen">The observation, or null when retention has dropped its bytes.</param>
public sealed record EvidenceRow(ObservationAddress Address, Observation? Seen);

/// <summary>One version and what it serves.</summary>
/// <param name="Version">The version; empty when the sender names none.</param>
/// <param name="Share">Share of what was served in the last minutes, 0..1.</param>
/// <param name="LastSeen">When it last began to serve something.</param>
/// <param name="State">What is known of it in a word or two.</param>
public sealed record ServingRow(string Version, double? Share, DateTimeOffset? LastSeen, string State);
