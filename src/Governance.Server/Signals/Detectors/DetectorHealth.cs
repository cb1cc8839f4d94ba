using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Registry;
using Governance.Server.Signals.Judging;

namespace Governance.Server.Signals.Detectors;

/// <summary>Whether a detector has anything to say, from the worst case to the best.</summary>
public enum DetectorVoice
{
    /// <summary>It is switched off: nothing is judged.</summary>
    Off,

    /// <summary>No deployment sends what it needs: its silence says nothing.</summary>
    NoInput,

    /// <summary>It has input, and nowhere a reference yet.</summary>
    WarmingUp,

    /// <summary>It watches and has never opened an episode.</summary>
    NeverFired,

    /// <summary>It has opened episodes, and all of them are over.</summary>
    Fired,

    /// <summary>An episode is open.</summary>
    Open,
}

/// <summary>Whether one deployment can be judged by a detector.</summary>
public enum DeploymentReadiness
{
    /// <summary>The detector is switched off.</summary>
    Off,

    /// <summary>Its senders do not say what is needed.</summary>
    NotMeasurable,

    /// <summary>The reference is not large enough.</summary>
    WarmingUp,

    /// <summary>It is judged.</summary>
    Watching,
}

/// <summary>A detector over one deployment.</summary>
/// <param name="Deployment">Which.</param>
/// <param name="Name">As its senders say it.</param>
/// <param name="Readiness">Whether it is judged.</param>
/// <param name="Known">Observations that said what is needed.</param>
/// <param name="Of">Observations that could have said it.</param>
/// <param name="Gathered">Observations towards a reference, never more than are required.</param>
/// <param name="Required">Observations that a reference takes; 0 for a rule.</param>
/// <param name="Streams">Versions, evaluations, task classes and segments that it watches there.</param>
/// <param name="FalseIncidentsPerWeek">What those may spend together.</param>
public sealed record DetectorDeployment(
    DeploymentId Deployment,
    string Name,
    DeploymentReadiness Readiness,
    long Known,
    long Of,
    long Gathered,
    long Required,
    int Streams,
    double FalseIncidentsPerWeek);

/// <summary>One detector: what it is, whether it can say anything, and how often it was right.</summary>
/// <param name="Signal">There is one detector for each kind of signal.</param>
/// <param name="Word">As addresses and metrics spell it.</param>
/// <param name="Name">As pages say it.</param>
/// <param name="Watches">What it looks at.</param>
/// <param name="Label">What its alarm is worth …</param>
/// <param name="Condition">… and under which condition.</param>
/// <param name="Needs">What a sender has to tell.</param>
/// <param name="CannotSee">What its silence does not say.</param>
/// <param name="Alarm">Name of the alarm, and of its runbook.</param>
/// <param name="Mode">What becomes of what it finds.</param>
/// <param name="Configuration">Version of the configuration that stands; 1 is what was shipped.</param>
/// <param name="Trial">Version of the one that is tried beside it; null: none.</param>
/// <param name="Voice">Whether it has anything to say.</param>
/// <param name="Deployments">Each deployment that streams, by name.</param>
/// <param name="Precision">Of each of its versions.</param>
/// <param name="EpisodesInAWeek">Episodes that began in the last seven days.</param>
/// <param name="FalseInAWeek">Those that people have judged false.</param>
/// <param name="UnjudgedInAWeek">Those of which nobody has said anything.</param>
/// <param name="LastEpisodeAt">When the latest began; null when there was none.</param>
public sealed record DetectorHealth(
    SignalKind Signal,
    string Word,
    string Name,
    string Watches,
    EvidenceLabel Label,
    string Condition,
    string Needs,
    string CannotSee,
    string Alarm,
    DetectorMode Mode,
    int Configuration,
    int? Trial,
    DetectorVoice Voice,
    IReadOnlyList<DetectorDeployment> Deployments,
    IReadOnlyList<DetectorPrecision> Precision,
    int EpisodesInAWeek,
    int FalseInAWeek,
    int UnjudgedInAWeek,
    DateTimeOffset? LastEpisodeAt)
{
    /// <summary>Deployments that say what it needs.</summary>
    public int Measured => Deployments.Count(one =>
        one.Readiness is not (DeploymentReadiness.NotMeasurable or DeploymentReadiness.Off));

    /// <summary>Deployments that it judges.</summary>
    public int Watching => Deployments.Count(one => one.Readiness is DeploymentReadiness.Watching);

    /// <summary>False incidents a week that it may spend over the fleet; 0 for a rule, which never errs.</summary>
    public double FalseIncidentsPerWeek => Deployments.Sum(one => one.FalseIncidentsPerWeek);

    /// <summary>Over all versions, as far as people have said; null where nobody has.</summary>
    public double? PrecisionOfAll => DetectorPrecision.Sum(Signal, Precision).Precision;
}
