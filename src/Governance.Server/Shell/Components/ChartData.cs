namespace Governance.Server.Shell.Components;

/// <summary>What a chart draws: one observed line, what was expected, and what happened.</summary>
/// <param name="Name">Of the line: <c>Refusal rate</c>.</param>
/// <param name="Unit">After each value: <c>%</c>, <c>ms</c>, or empty.</param>
/// <param name="Points">By time. Bounded by <see cref="PointsMax"/>: thin out before.</param>
public sealed record ChartData(string Name, string Unit, IReadOnlyList<ChartPoint> Points)
{
    /// <summary>More points than pixels show nothing more and make the page heavy.</summary>
    public const int PointsMax = 1_000;

    /// <summary>A value that is not to be crossed.</summary>
    public double? Threshold { get; init; }

    /// <summary>Further lines over the same times, e.g. the stable version beside the candidate.</summary>
    public IReadOnlyList<ChartLine> Lines { get; init; } = [];

    /// <summary>Shaded stretches: the anomaly's window, the reference's.</summary>
    public IReadOnlyList<ChartSpan> Spans { get; init; } = [];

    /// <summary>Moments: deploys, pages, rollbacks.</summary>
    public IReadOnlyList<ChartMark> Marks { get; init; } = [];
}

/// <summary>One moment: the value, and the edges of what was expected. Null is "not measured", never 0.</summary>
public sealed record ChartPoint(DateTimeOffset At, double? Value, double? Low = null, double? High = null);

/// <summary>A second line; as many values as the chart has points.</summary>
public sealed record ChartLine(string Name, IReadOnlyList<double?> Values);

/// <summary>A shaded stretch of time with its word.</summary>
public sealed record ChartSpan(DateTimeOffset From, DateTimeOffset To, string Label, Tone Tone = Tone.Critical);

/// <summary>A vertical line with its word.</summary>
public sealed record ChartMark(DateTimeOffset At, string Label, Tone Tone = Tone.Info);
