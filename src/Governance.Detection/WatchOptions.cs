namespace Governance.Detection;

/// <summary>How often a watch may cry wolf, and how large a change must be to matter.</summary>
public sealed record WatchOptions
{
    /// <summary>
    /// The promise: without a change, drift alarms of one stream lie at least this many steps apart on average, and so
    /// do its spike alarms (average run length). A step is one closed window, or several pooled ones of a quiet stream.
    /// </summary>
    public double FalseAlarmEvery { get; init; } = 1_000_000;

    /// <summary>Observations that a step must have; thinner windows are pooled until they have them.</summary>
    public int MinimumSample { get; init; } = 30;

    /// <summary>Observations that each arm of a step must have when two versions are compared.</summary>
    public int MinimumArm { get; init; } = 10;

    /// <summary>Warm-up: observations of a stream's own past before anything is compared with it.</summary>
    public int MinimumReference { get; init; } = 256;

    /// <summary>
    /// The reference doubles while all is calm, until it has this many observations …
    /// </summary>
    public int MaximumReference { get; init; } = 4096;

    /// <summary>… and covers this long; then it stays as it is, and a slow creep is measured from it.</summary>
    public TimeSpan AnchorSpan { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Values that are kept of a reference, evenly thinned.</summary>
    public int KeptReference { get; init; } = 1024;

    /// <summary>A reference shorter than this has not seen a whole rhythm of the stream …</summary>
    public TimeSpan WholeCycle { get; init; } = TimeSpan.FromDays(1);

    /// <summary>… so what is compared with it must change by this many times the minimum effect.</summary>
    public double Caution { get; init; } = 1.4;

    /// <summary>
    /// Chance that the reference's own sampling error is larger than what is allowed for (one-sided, Clopper and
    /// Pearson).
    /// </summary>
    public double ReferenceError { get; init; } = 0.005;

    /// <summary>A rate must change by this share of itself …</summary>
    public double MinimumRatio { get; init; } = 0.5;

    /// <summary>… but by no less than this difference …</summary>
    public double MinimumDifference { get; init; } = 0.005;

    /// <summary>… and a change by this difference always matters.</summary>
    public double MaximumDifference { get; init; } = 0.05;

    /// <summary>Two arms' rates must differ by this odds ratio.</summary>
    public double MinimumOddsRatio { get; init; } = 1.5;

    /// <summary>After an alarm, so many steps without evidence end the episode.</summary>
    public int CalmSteps { get; init; } = 10;

    /// <summary>By how much a rate must change to matter.</summary>
    public double MarginOf(double rate) => Math.Clamp(MinimumRatio * rate, MinimumDifference, MaximumDifference);

    /// <summary>Throws when a value makes no sense, naming it.</summary>
    public WatchOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(FalseAlarmEvery, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(MinimumSample, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MinimumArm, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MinimumReference, 20);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumReference, MinimumReference);
        ArgumentOutOfRangeException.ThrowIfLessThan(KeptReference, 256);
        ArgumentOutOfRangeException.ThrowIfLessThan(Caution, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ReferenceError);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(ReferenceError, 0.5);
        ArgumentOutOfRangeException.ThrowIfLessThan(MinimumOddsRatio, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(CalmSteps, 1);
        return this;
    }
}
