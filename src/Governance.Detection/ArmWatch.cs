namespace Governance.Detection;

/// <summary>
/// Compares a candidate with the stable version served beside it, step by step, on what both did in the same windows.
/// What moves both alike (users, load, time of day) is no finding against the candidate.
/// </summary>
public sealed class ArmWatch
{
    private const byte StateVersion = 1;

    /// <summary>The condition of the promise.</summary>
    public const string Assumption = "observations dealt to both versions by chance, independent of one another";

    // Enough for a stable percentile to show; the evidence itself counts every value.
    private const int KeptValues = 512;

    /// <summary>The odds ratio by which means must differ, on the lines that already hold a margin.</summary>
    private const double MeanOddsRatio = 1.25;

    private static readonly Yardstick s_rate =
        new(new Stretch(default, default, 0, double.NaN), 0.5f, 0.5f, 0.5f, 1, 1, 0, 0);

    private readonly Measure _measure;
    private readonly WatchOptions _options;
    private readonly ChangeDetector _change;
    private readonly Sample _candidate;
    private readonly Sample _stable;
    private Hits _hits;
    private Hits _stableHits;

    /// <summary>A watch that knows nothing yet.</summary>
    public ArmWatch(Measure measure, WatchOptions options)
    {
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentNullException.ThrowIfNull(options);
        _measure = measure;
        _options = options.Checked();
        _change = new ChangeDetector(options, measure.Sides);
        _candidate = new Sample(measure, KeptValues);
        _stable = new Sample(measure, KeptValues);
    }

    /// <summary>log M of the drift detector after the last step.</summary>
    public double LogStatistic => _change.LogStatistic;

    /// <summary>True while an episode is open.</summary>
    public bool IsOpen => _change.Alarms > 0;

    /// <summary>Which detector opened the last episode; empty before the first.</summary>
    public string OpenedBy => _change.OpenedBy;

    /// <summary>True while evidence gathers: what comes now belongs to what an alarm would show.</summary>
    public bool IsGathering => IsOpen || _change.LogStatistic >= 0;

    /// <summary>Steps between false alarms, of each detector, from now on.</summary>
    public double FalseAlarmEvery
    {
        get => _change.FalseAlarmEvery;
        set => _change.FalseAlarmEvery = value;
    }

    /// <summary>Judges one step of both arms.</summary>
    /// <param name="candidate">The candidate's values.</param>
    /// <param name="stable">The stable version's values of the same windows.</param>
    /// <param name="from">Time of the first observation.</param>
    /// <param name="to">Time of the last observation.</param>
    /// <param name="yardstick">
    /// The stable version's own reference; only rates can be compared before it exists.
    /// </param>
    public Verdict Step(
        ReadOnlySpan<float> candidate,
        ReadOnlySpan<float> stable,
        DateTimeOffset from,
        DateTimeOffset to,
        Yardstick? yardstick)
    {
        var ours = new Sample(_measure, Math.Max(1, candidate.Length));
        ours.Add(candidate, from, to);
        var theirs = new Sample(_measure, Math.Max(1, stable.Length));
        theirs.Add(stable, from, to);
        return Step(ours, theirs, yardstick);
    }

    /// <summary>Judges one step of both arms; see the other overload.</summary>
    public Verdict Step(Sample candidate, Sample stable, Yardstick? yardstick)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(stable);
        var lines = _measure.IsRate || IsShape ? s_rate : yardstick;
        if (lines is null)
            return Verdict.Warming;
        if (!IsGathering)
            Clear();
        _candidate.Add(candidate);
        _stable.Add(stable);
        var alarm = IsShape ? ObserveShape(candidate, stable) : ObserveHits(candidate, stable, lines);
        var verdict = Verdict.Of(_change, alarm, () => Found(alarm));
        if (alarm.Outcome is not Outcome.Quiet)
            Clear();
        return verdict;
    }

    /// <summary>Ends an episode and forgets the evidence so far.</summary>
    public void End()
    {
        _change.End();
        Clear();
    }

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer)
    {
        StateFormat.Begin(writer, StateKind.ArmWatch, StateVersion);
        _change.Save(writer);
        _candidate.Save(writer);
        _stable.Save(writer);
        _hits.Save(writer);
        _stableHits.Save(writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is a state of another kind or version.</exception>
    public void Load(BinaryReader reader)
    {
        StateFormat.Require(reader, StateKind.ArmWatch, StateVersion);
        _change.Load(reader);
        _candidate.Load(reader);
        _stable.Load(reader);
        _hits = Hits.Load(reader);
        _stableHits = Hits.Load(reader);
    }

    private bool IsShape => _measure.Kind is MeasureKind.Shape;

    private Alarm ObserveShape(Sample candidate, Sample stable)
    {
        var (n, m) = (candidate.Values.Length, stable.Values.Length);
        var distance = ShapeEvidence.Distance(candidate.Values, stable.Values);
        _hits = _hits.Plus(n, n * distance, 0);
        return _change.Observe(
            ShapeEvidence.Between(n, m, distance, _measure.AbsoluteMargin),
            StepEvidence.None,
            _hits.Up <= _hits.N * _measure.AbsoluteMargin);
    }

    private Alarm ObserveHits(Sample candidate, Sample stable, Yardstick lines)
    {
        var (n, up, down) = Count(candidate, lines.Count);
        var (m, stableUp, stableDown) = Count(stable, lines.CountBase);
        _hits = _hits.Plus(n, up, down);
        _stableHits = _stableHits.Plus(m, stableUp, stableDown);
        return _change.Observe(
            ArmEvidence.Against((n, up), (m, stableUp), Limit),
            ArmEvidence.Against((n, down), (m, stableDown), Limit),
            IsWithin());
    }

    private Finding Found(Alarm alarm)
    {
        var found = Verdict.Found(alarm, _change, _stable.ToStretch(), _candidate.ToStretch(), Assumption);
        if (!IsShape)
            return found;
        var distance = _hits.Up / _hits.N;
        return found with
        {
            Effect = distance,
            Reference = found.Reference with { Value = 0, Low = null, High = null },
            Current = found.Current with { Value = distance, Low = null, High = null },
        };
    }

    private double Limit => _measure.Kind switch
    {
        MeasureKind.Rate => _options.MinimumOddsRatio,
        MeasureKind.Mean => MeanOddsRatio,
        _ => 1,
    };

    private (long N, long Up, long Down) Count(Sample arm, Counting count)
    {
        if (_measure.IsRate)
            return (arm.N, arm.Hits, arm.N - arm.Hits);
        var (up, down) = count(arm.Values);
        return (arm.Values.Length, up, down);
    }

    private bool IsWithin() =>
        OddsWithin(_hits.Up, _stableHits.Up)
        && (_measure.Sides is Sides.Up || OddsWithin(_hits.Down, _stableHits.Down));

    // a/(n-a) ≤ limit · b/(m-b), without dividing by zero
    private bool OddsWithin(double candidate, double stable) =>
        candidate * (_stableHits.N - stable) <= Limit * stable * (_hits.N - candidate);

    private void Clear()
    {
        _candidate.Clear();
        _stable.Clear();
        (_hits, _stableHits) = (default, default);
    }

    private delegate (long Up, long Down) Counting(ReadOnlySpan<float> values);
}
