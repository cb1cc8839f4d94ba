using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Incidents;
using Governance.Domain.Signals;
using Governance.Server.Signals;

namespace Governance.Server.Fleet.Board;

/// <summary>One deployed model as the fleet's board knows it: who answers for it, and what it was seen to do.</summary>
/// <param name="Id">Ours, opaque.</param>
/// <param name="Name">As its senders say it; its address is made of it.</param>
/// <param name="Environment">e.g. production.</param>
/// <param name="Status">Registered once somebody answers for it.</param>
/// <param name="Owner">Team or role; null while unregistered.</param>
/// <param name="Stable">What everybody gets outside a candidate arm; null until one is set.</param>
/// <param name="Versions">Registered or seen, the busiest of the last 24 hours first.</param>
/// <param name="FirstSeen">Start of the earliest observation; null: nothing was ever heard.</param>
/// <param name="LastSeen">Start of the latest observation.</param>
/// <param name="Observations">All that were recorded.</param>
/// <param name="Observations24Hours">Those of the last 24 hours; a segment counts in the hour of its newest.</param>
/// <param name="Observations30Days">Those of the last 30 days.</param>
/// <param name="Kinds">All that were recorded, by kind.</param>
/// <param name="Known">Of its inferences, how many tell what, as headers say it; what none tells is left out.</param>
/// <param name="Restrictions">What forbids an advance now.</param>
/// <param name="OpenRollout">The rollout under way.</param>
/// <param name="LatestRollout">The rollout planned last, open or ended.</param>
/// <param name="Incidents">The latest, unresolved first.</param>
/// <param name="Findings">The detectors' latest alarms, open ones first.</param>
public sealed record FleetRow(
    DeploymentId Id,
    string Name,
    string Environment,
    DeploymentStatus Status,
    string? Owner,
    ModelVersion? Stable,
    IReadOnlyList<VersionSeen> Versions,
    DateTimeOffset? FirstSeen,
    DateTimeOffset? LastSeen,
    long Observations,
    long Observations24Hours,
    long Observations30Days,
    IReadOnlyDictionary<string, long> Kinds,
    IReadOnlyDictionary<string, long> Known,
    IReadOnlyList<Restriction> Restrictions,
    RolloutId? OpenRollout,
    RolloutId? LatestRollout,
    IReadOnlyList<IncidentSeen> Incidents,
    IReadOnlyList<FindingSeen> Findings)
{
    /// <summary>What was said when it was registered last; null while nobody has.</summary>
    public DeploymentEvent.Registered? Registration { get; init; }

    /// <summary>Other names under which its senders may report it.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The deployment that this name belongs to; null: it stands for itself.</summary>
    public DeploymentId? ClaimedBy { get; init; }

    /// <summary>Each signal, measured or not; null until the detectors have read anything of it.</summary>
    public IReadOnlyList<MeasuredSignal>? Signals { get; init; }

    /// <summary>The silence that holds: nothing is measured while it does. Null: it is heard, or need not be.</summary>
    public FindingSeen? Silence => Findings.FirstOrDefault(finding =>
        finding is { IsOpen: true, Subject.Signal: SignalKind.SenderSilent });

    /// <summary>Scores for each inference; null where there are none of either.</summary>
    public double? ScoresEach => Kinds.GetValueOrDefault("evaluation") is > 0 and var scores && Inferences > 0
        ? (double)scores / Inferences
        : null;

    private long Inferences => Kinds.GetValueOrDefault("inference");

    /// <summary>How many inferences tell this; null while there are none.</summary>
    public KnownShare? ShareKnown(string what) => KnownShare.Among(Known.GetValueOrDefault(what), Inferences);
}

/// <summary>
/// How many of how many said what was asked. <paramref name="Of"/> is never 0: that is "not measured".
/// </summary>
public sealed record KnownShare(long Count, long Of)
{
    /// <summary>0..1.</summary>
    public double Share => (double)Count / Of;

    /// <summary>Null where nothing could have said it.</summary>
    public static KnownShare? Among(long count, long of) => of > 0 ? new KnownShare(count, of) : null;
}

/// <summary>One version of a deployment.</summary>
/// <param name="Version">The registered name, else the sender's word; null: spans that say no version.</param>
/// <param name="Registration">What was registered; null: only seen.</param>
/// <param name="Served">Inferences, tool calls and agent steps seen.</param>
/// <param name="Share24Hours">Of what was served in the last 24 hours, 0..1; null when nothing was.</param>
/// <param name="FirstSeen">Null: registered and never seen.</param>
/// <param name="LastSeen">Null: registered and never seen.</param>
public sealed record VersionSeen(
    ModelVersion? Version,
    RegisteredVersion? Registration,
    long Served,
    double? Share24Hours,
    DateTimeOffset? FirstSeen,
    DateTimeOffset? LastSeen)
{
    /// <summary>Whether somebody has registered it.</summary>
    public bool IsRegistered => Registration is not null;
}

/// <summary>One incident of a deployment.</summary>
/// <param name="Id">The incident.</param>
/// <param name="Number">People say <c>INC-{Number}</c>.</param>
/// <param name="Title">One line.</param>
/// <param name="Severity">Now.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="DeclaredAt">When.</param>
public sealed record IncidentSeen(
    IncidentId Id, long Number, string Title, Severity Severity, IncidentStatus Status, DateTimeOffset DeclaredAt)
{
    /// <summary>Somebody is looking at it.</summary>
    public bool IsAcknowledged { get; init; }

    /// <summary>Still somebody's work.</summary>
    public bool IsUnresolved => Status.IsUnresolved();
}

/// <summary>The latest episode of one detector on one signal of one version.</summary>
/// <param name="Subject">What was watched.</param>
/// <param name="Severity">The detector's hint; SEV5 is a note.</param>
/// <param name="RaisedAt">When the episode began.</param>
/// <param name="ClearedAt">When it ended; null while it is open.</param>
/// <param name="Incident">The incident that it belongs to.</param>
public sealed record FindingSeen(
    SignalSubject Subject,
    Severity Severity,
    DateTimeOffset RaisedAt,
    DateTimeOffset? ClearedAt,
    IncidentId? Incident)
{
    /// <summary>What a rule found, in one sentence; null for what detectors measure.</summary>
    public string? Sentence { get; init; }

    /// <summary>The behaviour has not been seen back within its reference.</summary>
    public bool IsOpen => ClearedAt is null;
}

/// <summary>What was watched at all: silence is only good news where somebody listens.</summary>
/// <param name="Deployments">Deployments that streamed in the last 30 days.</param>
/// <param name="Observations">What they streamed in these days.</param>
public sealed record WatchedFleet(int Deployments, long Observations);
