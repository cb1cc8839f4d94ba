namespace Governance.Detection.Metrics;

/// <summary>The settings of <see cref="MetricDetector"/>: one set for every stream.</summary>
public sealed record MetricOptions
{
    // The score at which the worst simulated family (heavy tails, t with 3 degrees of freedom) alarms once in somewhat
    // more than a thousand points, and how much further up the score ten times as rare an alarm lies there. Light
    // tails, autocorrelation, seasons and counts alarm far more rarely at the same score.
    private const double ScoreAtThousand = 16;
    private const double ScorePerTenfold = 9.5;

    /// <summary>
    /// What is asked: without a change, points between two episodes of a stream, on average, once a first day is
    /// learnt. Calibrated by simulation of independent, heavy-tailed, autocorrelated, seasonal and counted streams.
    /// </summary>
    public double FalseAlarmEvery { get; init; } = 1_000;

    /// <summary>Points to learn from before anything is judged.</summary>
    public int WarmUp { get; init; } = 50;

    /// <summary>So many points in a row below half the threshold end an episode.</summary>
    public int CalmPoints { get; init; } = 24;

    /// <summary>The score that raises an episode, from what is asked.</summary>
    public double Threshold => ScoreAtThousand + (ScorePerTenfold * Math.Log10(FalseAlarmEvery / 1_000));

    /// <summary>Throws when a value makes no sense, naming it.</summary>
    public MetricOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(FalseAlarmEvery, 100);
        ArgumentOutOfRangeException.ThrowIfLessThan(WarmUp, TailLaw.Least + 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(CalmPoints, 1);
        return this;
    }
}
