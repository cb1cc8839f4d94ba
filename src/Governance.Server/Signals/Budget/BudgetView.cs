using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Server.Signals.Judging;

namespace Governance.Server.Signals.Budget;

/// <summary>How the fleet's budget is divided, what is spent of it, and how often detectors were right.</summary>
/// <param name="FalseIncidentsPerWeek">What the whole fleet may spend.</param>
/// <param name="Deployments">Deployments that share it.</param>
/// <param name="FalseIncidentsPerWeekEach">Share of each.</param>
/// <param name="Parts">Each deployment that is watched, by name.</param>
/// <param name="Precision">Each detector that has opened an episode.</param>
public sealed record BudgetView(
    double FalseIncidentsPerWeek,
    int Deployments,
    double FalseIncidentsPerWeekEach,
    IReadOnlyList<BudgetPart> Parts,
    IReadOnlyList<DetectorPrecision> Precision);

/// <summary>What one deployment may spend, and what it did.</summary>
/// <param name="Deployment">Which.</param>
/// <param name="Name">As its senders say it.</param>
/// <param name="Streams">Signals, versions, task classes and segments that are watched.</param>
/// <param name="FalseIncidentsPerWeekOfStream">Share of each of them.</param>
/// <param name="EpisodesInAWeek">Episodes that began in the last seven days, true ones among them.</param>
/// <param name="JudgedFalseInAWeek">Those that people have judged false.</param>
public sealed record BudgetPart(
    DeploymentId Deployment,
    string Name,
    int Streams,
    double FalseIncidentsPerWeekOfStream,
    int EpisodesInAWeek,
    int JudgedFalseInAWeek);

/// <summary>What one stream may spend, in the arithmetic of its detectors.</summary>
/// <param name="Version">Whose behaviour.</param>
/// <param name="Signal">What is watched of it.</param>
/// <param name="Dimension">Which one of several, else null.</param>
/// <param name="StepsPerWeek">How often it is judged.</param>
/// <param name="FalseAlarmEverySteps">Steps between false alarms of each of its two detectors, on average.</param>
/// <param name="LogThreshold">log e-value at which drift alarms.</param>
/// <param name="LogStatistic">log e-value now; null before the first judgement.</param>
/// <param name="IsWarm">Whether there is a reference to compare with yet.</param>
/// <param name="CannotSee">What its silence does not say.</param>
public sealed record StreamBudget(
    ModelVersion Version,
    SignalKind Signal,
    string? Dimension,
    double StepsPerWeek,
    double FalseAlarmEverySteps,
    double LogThreshold,
    double? LogStatistic,
    bool IsWarm,
    string CannotSee);
