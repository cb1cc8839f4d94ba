namespace Governance.Detection;

/// <summary>
/// Compares a candidate with the stable version served beside it, step by step, on what both did in the same windows.
/// What moves both alike (users, load, time of day) is no finding against the candidate.
/// </summary>
public sealed class ArmWatch
{
    /// <summary>The condition of the promise.</summary>
    public const string Assumption = "observations dealt to both versions by chance, independent of one another";

    private static readonly Yardstick s_rate =
        new(new Stretch(default, default, 0, double.NaN), 0, 0.5f, 0.5f, 0.5f, 1, 1);

    private readonly Measure _measure;
    private readonly WatchOptions _options;
    private readonly ChangeDetector _change;
    private readonly Run _candidate;
    private readonly Run _stable;

    /// <summary>A watch that knows nothing yet.</summary>
    public ArmWatch(Measure measure, WatchOptions options)
    {
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentNullException.ThrowIfNull(options);
        _measure = measure;
        _options = options.Checked();
        _change = new ChangeDetector(options, measure.Sides);
        _candidate = new Run(measure);
        _stable = new Run(measure);
    }

    /// <summary>log M of the drift detector after the last step.</summary>
    public double LogStatistic => _change.LogStatistic;

    /// <summary>True while an episode is open.</summary>
    public bool IsOpen => _change.Alarms > 0;

    /// <summary>Judges one step of both arms.</summary>
    /// <param name="candidate">The candidate's values.</param>
    /// <param name="stable">The stable version's values of the same windows.</param>
    /// <param name="from">Time of the first observation.</param>
    /// <param name="to">Time of the last observation.</param>
    /// <param name="yardstick">
    /// The stable version's own reference; a quantile cannot be compared before it exists.
    /// </param>
    public Verdict Step(
        ReadOnlySpan<float> candidate,
        ReadOnlySpan<float> stable,
        DateTimeOffset from,
        DateTimeOffset to,
        Yardstick? yardstick)
    {
        var lines = _measure.IsRate ? s_rate : yardstick;
        if (lines is null)
            return Verdict.Warming;
        var last = new Verdict(Outcome.Quiet, null, _change.Alarms, _change.OpenedBy);
        var chunks = 1 + ((candidate.Length - 1) / ArmEvidence.MaximumArm);
        for (var i = 0; i < chunks; i++)
        {
            var verdict = StepOf(Chunk(candidate, i, chunks), Chunk(stable, i, chunks), from, to, lines);
            last = last.Finding is null ? verdict : last;
        }

        return last;
    }

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _change.Save(writer);
        _candidate.Save(writer);
        _stable.Save(writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _change.Load(reader);
        _candidate.Load(reader);
        _stable.Load(reader);
    }

    private static ReadOnlySpan<float> Chunk(ReadOnlySpan<float> values, int i, int chunks) =>
        values[(int)((long)values.Length * i / chunks)..(int)((long)values.Length * (i + 1) / chunks)];

    private Verdict StepOf(
        ReadOnlySpan<float> candidate,
        ReadOnlySpan<float> stable,
        DateTimeOffset from,
        DateTimeOffset to,
        Yardstick lines)
    {
        if (_change.Alarms == 0 && !(_change.LogStatistic >= 0))
            Clear();
        var (up, down) = lines.Count(candidate);
        var (stableUp, stableDown) = lines.CountBase(stable);
        _candidate.Add(candidate, from, to, (up, down));
        _stable.Add(stable, from, to, (stableUp, stableDown));
        var limit = _measure.IsRate ? _options.MinimumOddsRatio : 1;
        var alarm = _change.Observe(
            ArmEvidence.Against((candidate.Length, up), (stable.Length, stableUp), limit),
            ArmEvidence.Against((candidate.Length, down), (stable.Length, stableDown), limit),
            IsWithin(limit));
        var verdict = Verdict.Of(_change, alarm, () => Verdict.Found(
            alarm, _options, _stable.ToStretch(), _candidate.ToStretch(), Assumption));
        if (alarm.Outcome is not Outcome.Quiet)
            Clear();
        return verdict;
    }

    private bool IsWithin(double limit) =>
        OddsWithin(_candidate.Up, _stable.Up, limit)
        && (_measure.Sides is Sides.Up || OddsWithin(_candidate.Down, _stable.Down, limit));

    // a/(n-a) ≤ limit · b/(m-b), without dividing by zero
    private bool OddsWithin(long candidate, long stable, double limit) =>
        (double)candidate * (_stable.N - stable) <= limit * stable * (_candidate.N - candidate);

    private void Clear()
    {
        _candidate.Clear();
        _stable.Clear();
    }
}
