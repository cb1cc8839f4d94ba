using Governance.Domain.Signals.Registry;

namespace Governance.Domain.Signals;

/// <summary>The declared attributes of a finding; its fingerprint is a hash over them.</summary>
/// <param name="Deployment">The deployed model.</param>
/// <param name="DeploymentName">As its sender names it.</param>
/// <param name="ModelVersion">The version whose behaviour is the finding; null: the deployment as a whole.</param>
/// <param name="Signal">What was watched.</param>
/// <param name="Dimension">
/// Which one of several: for an evaluation score <c>name by evaluator@version</c>, else null. An unseen tool's name is
/// evidence, not a dimension: a second unseen tool of the same version joins the first.
/// </param>
/// <param name="Detector">The detector's stable name, e.g. <c>drift</c>; <c>rule</c> for a condition.</param>
public sealed record SignalSubject(
    DeploymentId Deployment,
    string DeploymentName,
    ModelVersion? ModelVersion,
    SignalKind Signal,
    string? Dimension,
    string Detector);

/// <summary>One side of a comparison.</summary>
/// <param name="ModelVersion">
/// Whose behaviour: the version itself, or the one it is compared with; null: the deployment as a whole.
/// </param>
/// <param name="From">Event time of the first observation.</param>
/// <param name="To">Event time after the last observation.</param>
/// <param name="N">Observations that count.</param>
/// <param name="Value">The rate (0..1), quantile (milliseconds, tokens) or mean score on this side.</param>
public sealed record ComparedWindow(
    ModelVersion? ModelVersion, DateTimeOffset From, DateTimeOffset To, long N, double Value);

/// <summary>From one value to another, in the signal's own unit; an end may be open.</summary>
public sealed record ValueInterval(double? Low, double? High);

/// <summary>What a detector saw: enough to judge the alarm without asking the detector again.</summary>
/// <param name="DetectorVersion">Version of the detector's code.</param>
/// <param name="ConfigDigest">SHA-256 of its configuration.</param>
/// <param name="Statistic">The test statistic, on the scale of <paramref name="Threshold"/>.</param>
/// <param name="StatisticName">What the statistic is, e.g. <c>log e-value</c>.</param>
/// <param name="Threshold">The statistic at or beyond which the detector alarms.</param>
/// <param name="PValue">When the detector yields one.</param>
/// <param name="Effect">
/// Current minus reference, in the signal's own unit; for an unseen tool its share of tool calls.
/// </param>
/// <param name="Direction">The side of the reference.</param>
/// <param name="Reference">What is compared with: the concurrent stable version, or the version's own past.</param>
/// <param name="Current">What was found.</param>
/// <param name="Tool">The unseen tool's name, else null.</param>
/// <param name="Addresses">Observations that show it, at most <see cref="MaxAddresses"/>.</param>
/// <param name="SeverityHint">
/// What the detector suggests; <see cref="Severity.Sev5"/> is a note and opens no incident.
/// </param>
/// <param name="Label">What the alarm is worth.</param>
/// <param name="Assumption">The label's condition in words.</param>
/// <param name="Source">Position and number of the finding in the log: the same log gives the same findings.</param>
public sealed record SignalEvidence(
    string DetectorVersion,
    string ConfigDigest,
    double Statistic,
    string StatisticName,
    double Threshold,
    double? PValue,
    double Effect,
    SignalDirection Direction,
    ComparedWindow Reference,
    ComparedWindow Current,
    string? Tool,
    IReadOnlyList<ObservationAddress> Addresses,
    Severity SeverityHint,
    EvidenceLabel Label,
    string Assumption,
    SignalSource Source)
{
    /// <summary>95 % interval of the effect, as if this comparison had been the only one; null where unknown.</summary>
    public ValueInterval? EffectInterval { get; init; }

    /// <summary>The values that would not have alarmed; an end is null where nothing bounds it.</summary>
    public ValueInterval? Expected { get; init; }

    /// <summary>Number of the configuration within its detector; null where that was not told yet.</summary>
    public int? ConfigVersion { get; init; }

    /// <summary>
    /// Number of the baseline that it is compared with; 1 is the one that came by itself. Null where there are none.
    /// </summary>
    public int? Baseline { get; init; }

    /// <summary>What becomes of it: only what an active detector finds opens incidents.</summary>
    public DetectorMode Mode { get; init; } = DetectorMode.Active;

    /// <summary>A person reads a handful of examples; the rest is found by query.</summary>
    public const int MaxAddresses = 20;

    /// <summary>What a rule found, when the finding is a condition and no comparison; else null.</summary>
    public ConditionSeen? Condition { get; init; }
}

/// <summary>Where in the log a finding was made: after the segment at this position, as its nth finding.</summary>
public readonly record struct SignalSource(long Position, int Ordinal) : IComparable<SignalSource>
{
    /// <inheritdoc/>
    public int CompareTo(SignalSource other) =>
        Position != other.Position ? Position.CompareTo(other.Position) : Ordinal.CompareTo(other.Ordinal);

    /// <summary>Order in the log.</summary>
    public static bool operator <(SignalSource left, SignalSource right) => left.CompareTo(right) < 0;

    /// <summary>Order in the log.</summary>
    public static bool operator >(SignalSource left, SignalSource right) => left.CompareTo(right) > 0;

    /// <summary>Order in the log.</summary>
    public static bool operator <=(SignalSource left, SignalSource right) => left.CompareTo(right) <= 0;

    /// <summary>Order in the log.</summary>
    public static bool operator >=(SignalSource left, SignalSource right) => left.CompareTo(right) >= 0;
}
