namespace Governance.Detection.Metrics;

/// <summary>The sides from which a metric is looked at, each judged against its own past.</summary>
public enum MetricView
{
    /// <summary>The value itself.</summary>
    Value,

    /// <summary>Median of the last 5 values.</summary>
    Median,

    /// <summary>Mean of the last 12.</summary>
    MeanOf12,

    /// <summary>Mean of the last 24.</summary>
    MeanOf24,

    /// <summary>Mean of the last 72.</summary>
    MeanOf72,

    /// <summary>The value less the median of the 7 before it.</summary>
    Jump,

    /// <summary>The value less what is usual at this time of day.</summary>
    AgainstDay,

    /// <summary>Mean absolute step of the last 12 values, upwards only.</summary>
    RestlessnessOf12,

    /// <summary>Mean absolute step of the last 48 values: too restless, or frozen.</summary>
    RestlessnessOf48,
}

/// <summary>What one point of a metric came to.</summary>
/// <param name="Outcome">What the point came to; an episode is raised once.</param>
/// <param name="IsOpen">True from the point that raises an episode to the one that ends it.</param>
/// <param name="Score">Sum over all views of −log₁₀ of the rarity of what is seen there; 0 and more.</param>
/// <param name="Threshold">The score that raises an episode.</param>
/// <param name="View">The view that contributes most.</param>
/// <param name="Direction">On which side of its past that view lies.</param>
/// <param name="Rarity">−log₁₀ of the chance of what that view shows, by its own past.</param>
public readonly record struct MetricVerdict(
    Outcome Outcome, bool IsOpen, double Score, double Threshold, MetricView View, Direction Direction, double Rarity)
{
    /// <summary>Score / (score + threshold), in [0, 1); one half is the threshold.</summary>
    public double Share => Score / (Score + Threshold);
}

/// <summary>What was expected at a point, for a human and a chart.</summary>
/// <param name="Value">The value seen.</param>
/// <param name="Expected">Usual at this time of day.</param>
/// <param name="Lower">Only one value in a thousand is lower, at this time of day.</param>
/// <param name="Upper">Only one value in a thousand is higher.</param>
public readonly record struct MetricBand(double Value, double Expected, double Lower, double Upper)
{
    /// <summary>Seen minus expected, in the metric's own unit.</summary>
    public double Effect => Value - Expected;
}
