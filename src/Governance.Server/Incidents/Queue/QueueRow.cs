using System.Globalization;
using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Responders;

namespace Governance.Server.Incidents.Queue;

/// <summary>One incident as the triage queue shows it.</summary>
/// <param name="Id">The incident.</param>
/// <param name="Number">Position of its declaration; people say <c>INC-{Number}</c>.</param>
/// <param name="Title">One line.</param>
/// <param name="Severity">Now.</param>
/// <param name="Status">Open, contained or resolved.</param>
/// <param name="Deployment">The deployment's opaque id, or null.</param>
/// <param name="DeploymentName">The sender's name of it, or null.</param>
/// <param name="Version">The model version it is about, or null.</param>
/// <param name="Alarm">Names the runbook.</param>
/// <param name="DetectedBy">Who or what noticed.</param>
/// <param name="DeclaredAt">When.</param>
/// <param name="AcknowledgedBy">Actor id of whoever is looking at it, or null.</param>
/// <param name="FirstAcknowledgedAt">When somebody first looked, or null.</param>
/// <param name="ContainedAfterMs">From the order to its observed effect, ms, or null while not observed.</param>
/// <param name="ResolvedAt">When it ended, or null.</param>
/// <param name="SignalCount">Signals that led to it or joined it.</param>
public sealed record QueueRow(
    string Id,
    long Number,
    string Title,
    Severity Severity,
    IncidentStatus Status,
    string? Deployment,
    string? DeploymentName,
    string? Version,
    string? Alarm,
    DetectedBy DetectedBy,
    DateTimeOffset DeclaredAt,
    string? AcknowledgedBy,
    DateTimeOffset? FirstAcknowledgedAt,
    long? ContainedAfterMs,
    DateTimeOffset? ResolvedAt,
    int SignalCount)
{
    /// <summary>Actor id of the commander, or null.</summary>
    public string? Commander { get; init; }

    /// <summary>Who has it: the commander, else whoever acknowledged it.</summary>
    public string? Owner => Commander ?? AcknowledgedBy;

    /// <summary>What people call it.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"INC-{Number}");

    /// <summary>Where it stands in the one word that the queue shows: a file says the same as the screen.</summary>
    public string State => Status is IncidentStatus.Declared && AcknowledgedBy is not null
        ? "acknowledged"
        : Status.Word();

    /// <summary>From the declaration to the first acknowledgement, or null while nobody has looked.</summary>
    public TimeSpan? TimeToAcknowledge => FirstAcknowledgedAt - DeclaredAt;

    /// <summary>What a word in the search field is looked for in, lower case.</summary>
    public string SearchText => string.Join(
        ' ', new[] { Name, Title, DeploymentName, Version, Alarm }.OfType<string>()).ToLowerInvariant();

    /// <summary>The row after one more fact; null before the declaration.</summary>
    internal static QueueRow? Evolve(QueueRow? row, string id, long position, DateTimeOffset at, IncidentEvent fact) =>
        fact is IncidentEvent.IncidentDeclared declared
            ? Declared(id, position, at, declared)
            : row!.After(at, fact) with { Status = row.Status.After(fact) };

    private QueueRow After(DateTimeOffset at, IncidentEvent fact) => fact switch
    {
        IncidentEvent.SignalJoined => this with { SignalCount = SignalCount + 1 },
        IncidentEvent.SeverityRaised raised => this with { Severity = raised.To, AcknowledgedBy = null },
        IncidentEvent.SeverityLowered lowered => this with { Severity = lowered.To },
        IncidentEvent.IncidentAcknowledged acknowledged => this with
        {
            AcknowledgedBy = acknowledged.By.Id,
            FirstAcknowledgedAt = FirstAcknowledgedAt ?? at,
        },
        IncidentEvent.IncidentMerged => this with { SignalCount = 0, AcknowledgedBy = null, ResolvedAt = at },
        IncidentEvent.IncidentUnmerged unmerged => this with
        {
            SignalCount = unmerged.Signals.Sum(share => share.Count),
            ResolvedAt = null,
        },
        IncidentEvent.IncidentAbsorbed more => this with
        {
            SignalCount = SignalCount + more.Absorbed.Signals.Sum(share => share.Count),
        },
        IncidentEvent.IncidentGivenBack less => this with
        {
            SignalCount = SignalCount - less.Signals.Sum(share => share.Count),
        },
        IncidentEvent.SignalsSplitOff less => this with { SignalCount = SignalCount - less.Signals.Count },
        IncidentEvent.AckExpired => this with { AcknowledgedBy = null },
        IncidentEvent.RoleAssigned { Role: IncidentRole.Commander } given =>
            this with { Commander = Actor.Person(given.Person).Id },
        IncidentEvent.RoleReleased { Role: IncidentRole.Commander } => this with { Commander = null },
        IncidentEvent.CommandHandoverAccepted accepted => this with { Commander = Actor.Person(accepted.To).Id },
        IncidentEvent.ContainmentEffectObserved observed when Status.IsUnresolved() =>
            this with { ContainedAfterMs = observed.ElapsedMs },
        IncidentEvent.ContainmentEffectNotObserved when Status.IsUnresolved() =>
            this with { ContainedAfterMs = null },
        IncidentEvent.IncidentResolved or IncidentEvent.IncidentDismissed => this with { ResolvedAt = at },
        IncidentEvent.IncidentReopened => this with { ResolvedAt = null, AcknowledgedBy = null },
        _ => this,
    };

    private static QueueRow Declared(
        string id, long position, DateTimeOffset at, IncidentEvent.IncidentDeclared declared) => new(
            id,
            position,
            declared.Title,
            declared.Severity,
            IncidentStatus.Declared,
            declared.Deployment?.Value,
            declared.DeploymentName,
            declared.Version?.Value,
            declared.Alarm,
            declared.DetectedBy,
            at,
            AcknowledgedBy: null,
            FirstAcknowledgedAt: null,
            ContainedAfterMs: null,
            ResolvedAt: null,
            SignalCount: declared.Taken?.Count ?? (declared.SignalPosition is null ? 0 : 1));
}
