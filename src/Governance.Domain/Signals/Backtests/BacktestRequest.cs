using Governance.Domain.Signals.Registry;

namespace Governance.Domain.Signals.Backtests;

/// <summary>A question to the past, in positions of the log.</summary>
/// <param name="Deployments">Whose behaviour; at most <see cref="MostDeployments"/>.</param>
/// <param name="From">What is found at this position or later counts.</param>
/// <param name="Until">The last position that is judged.</param>
/// <param name="AsOf">What people had said and done up to here is what the answer is held against.</param>
/// <param name="A">The one configuration.</param>
/// <param name="B">The one that it is compared with; null: A alone.</param>
public sealed record BacktestRequest(
    IReadOnlyList<DeploymentId> Deployments,
    long From,
    long Until,
    long AsOf,
    BacktestVariant A,
    BacktestVariant? B)
{
    /// <summary>Deployments of one back-test.</summary>
    public const int MostDeployments = 1_000;
}

/// <summary>
/// A configuration that is tried: the policy and the budget as they stood in the log, with these changes. Null leaves a
/// thing as it ran.
/// </summary>
public sealed record BacktestVariant
{
    /// <summary>Narrower windows hold too little to be judged, seconds.</summary>
    public const double LeastWindowSeconds = 0.1;

    /// <summary>Wider windows would hide a day's rhythm, seconds.</summary>
    public const double MostWindowSeconds = 86_400;

    /// <summary>Nobody waits longer for what is late, seconds.</summary>
    public const double MostLatenessSeconds = 86_400;

    /// <summary>Margins ten times smaller are lost in noise.</summary>
    public const double LeastMargins = 0.1;

    /// <summary>Margins ten times wider see nothing.</summary>
    public const double MostMargins = 10;

    /// <summary>Nothing changed.</summary>
    public static BacktestVariant AsItRan { get; } = new();

    /// <summary>False incidents a week of the whole fleet, divided as it was divided then.</summary>
    public double? FalseIncidentsPerWeek { get; init; }

    /// <summary>Length of a window, seconds.</summary>
    public double? WindowSeconds { get; init; }

    /// <summary>How long what is late is waited for, seconds.</summary>
    public double? LatenessSeconds { get; init; }

    /// <summary>Every change must be so many times as large to matter, whichever detector looks for it.</summary>
    public double? Margins { get; init; }

    /// <summary>
    /// What this detector has on trial, as of the question, stands in the place of what did. Alone, the answer counts
    /// as the back-test that the trial needs before it may be made active.
    /// </summary>
    public SignalKind? TrialOf { get; init; }

    /// <summary>Detectors that are set otherwise, each once.</summary>
    public IReadOnlyList<TriedDetector>? Detectors { get; init; }
}

/// <summary>One detector that is set otherwise over the whole range. Null leaves a thing as it ran.</summary>
/// <param name="Signal">Which.</param>
/// <param name="Mode">What becomes of what it finds.</param>
/// <param name="Configuration">All of it; it stands alone, with nothing on trial beside it.</param>
public sealed record TriedDetector(SignalKind Signal, DetectorMode? Mode, DetectorConfiguration? Configuration);
