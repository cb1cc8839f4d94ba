using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Registry;

namespace Governance.Server.Signals.Registry;

/// <summary>One detector as people and programs see it.</summary>
/// <param name="Signal">What it finds.</param>
/// <param name="Word">Its name in addresses.</param>
/// <param name="Name">As pages say it.</param>
/// <param name="IsRule">A rule has no configuration and no baseline.</param>
/// <param name="Mode">What becomes of what it finds.</param>
/// <param name="Standing">The configuration that stands.</param>
/// <param name="Trial">The one that is judged beside it, or null.</param>
/// <param name="Alarm">The alarm's name, and its runbook's.</param>
/// <param name="HasRunbook">Whether that runbook exists.</param>
public sealed record DetectorView(
    SignalKind Signal,
    string Word,
    string Name,
    bool IsRule,
    DetectorMode Mode,
    DetectorSetup Standing,
    TrialView? Trial,
    string Alarm,
    bool HasRunbook);

/// <summary>A configuration on trial.</summary>
/// <param name="Setup">Its number, values and digest, and since when it is watched.</param>
/// <param name="BackTest">The latest back-test of exactly this configuration, or null.</param>
/// <param name="Missing">What it lacks before it may be made active; empty: nothing.</param>
public sealed record TrialView(DetectorSetup Setup, BackTestNote? BackTest, IReadOnlyList<string> Missing);

/// <summary>One detector with its history.</summary>
/// <param name="Detector">As it is now.</param>
/// <param name="Baselines">Those that somebody has frozen or renewed, by deployment and version.</param>
/// <param name="BackTests">The latest ones, newest first.</param>
/// <param name="History">Its latest facts, newest first.</param>
public sealed record DetectorFile(
    DetectorView Detector,
    IReadOnlyList<BaselineView> Baselines,
    IReadOnlyList<BackTestNote> BackTests,
    IReadOnlyList<DetectorFact> History);

/// <summary>The baseline of one version in one deployment.</summary>
/// <param name="Deployment">Where.</param>
/// <param name="ModelVersion">Whose behaviour.</param>
/// <param name="Number">1 is the one that came by itself.</param>
/// <param name="Frozen">The positions that it stays at; null: it rolls.</param>
public sealed record BaselineView(
    DeploymentId Deployment, ModelVersion ModelVersion, int Number, PositionRange? Frozen);

/// <summary>One fact of a detector's stream.</summary>
/// <param name="Position">In the log.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="Type">Its stored name, e.g. <c>detector.mode_set</c>.</param>
/// <param name="Fact">What it says: a <see cref="DetectorEvent"/>.</param>
public sealed record DetectorFact(long Position, DateTimeOffset At, string Type, object Fact);
