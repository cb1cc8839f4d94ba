namespace Governance.Detection;

/// <summary>
/// Compares a stream with its own past: warms up, freezes a reference, then judges step by step. While all is calm the
/// reference is renewed each time the past has doubled, in observations or in time, until it covers a week; then it is
/// the anchor and stays. What becomes reference has been watched in calm for as long again, and what led to an alarm
/// never does. The habits of the hours of the day are learned beside it.
/// </summary>
public sealed class PastWatch
{
    private const byte StateVersion = 2;

    /// <summary>The condition of the promise.</summary>
    public const string Assumption =
        "independent observations with at most a daily rhythm, and a reference no less lucky than 1 in 200";

    private readonly Measure _measure;
    private readonly WatchOptions _options;
    private readonly ChangeDetector _change;
    private readonly Rhythm _rhythm = new();
    private readonly Sample _reference;
    private readonly Sample _past;
    private readonly Sample _recent;
    private readonly Run _run;

    /// <summary>A watch that knows nothing yet.</summary>
    public PastWatch(Measure measure, WatchOptions options)
    {
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentNullException.ThrowIfNull(options);
        _measure = measure;
        _options = options.Checked();
        _change = new ChangeDetector(options, measure.Sides);
        _reference = new Sample(measure, options.KeptReference);
        _past = new Sample(measure, options.KeptReference);
        _recent = new Sample(measure, options.KeptReference);
        _run = new Run(measure);
    }

    /// <summary>The frozen reference, null while warming up.</summary>
    public Yardstick? Yardstick { get; private set; }

    /// <summary>Observations of the stream so far that may serve as reference.</summary>
    public long Known => _past.N + _recent.N;

    /// <summary>log M of the drift detector after the last step.</summary>
    public double LogStatistic => _change.LogStatistic;

    /// <summary>True while an episode is open.</summary>
    public bool IsOpen => _change.Alarms > 0;

    /// <summary>True while evidence gathers: what comes now belongs to what an alarm would show.</summary>
    public bool IsGathering => IsOpen || _change.LogStatistic >= 0;

    /// <summary>Of a shape, how far values lie from the reference's; null while warming up.</summary>
    public double? DistanceOf(Sample values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Yardstick is null || values.Values.IsEmpty
            ? null
            : ShapeEvidence.Distance(_reference.Values, values.Values);
    }

    /// <summary>Steps between false alarms, of each detector, from now on.</summary>
    public double FalseAlarmEvery
    {
        get => _change.FalseAlarmEvery;
        set => _change.FalseAlarmEvery = value;
    }

    /// <summary>Takes values into the past without judging them: what another comparison has found unchanged.</summary>
    public void Learn(Sample step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (IsAnchored || IsFrozen)
            return;
        _recent.Add(step);
        if (_change.IsCalm && HasDoubled())
            RenewReference();
    }

    /// <summary>Judges one step. Values are finite; a rate's are 0 or 1, a mean's between 0 and 1.</summary>
    public Verdict Step(ReadOnlySpan<float> values, DateTimeOffset from, DateTimeOffset to)
    {
        var step = new Sample(_measure, Math.Max(1, values.Length));
        step.Add(values, from, to);
        return Step(step);
    }

    /// <summary>Judges one step.</summary>
    public Verdict Step(Sample step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (Yardstick is not { } yardstick)
        {
            Learn(step);
            return Verdict.Warming;
        }

        if (!IsGathering)
            _run.Clear();
        var hits = HitsOf(step, yardstick);
        var limits = _rhythm.LimitsOf(step, yardstick, MarginOf);
        _run.Add(step, hits, limits);
        var (up, down) = EvidenceOf(step, hits, limits);
        var alarm = _change.Observe(up, down, _run.IsWithin(_measure.Sides));
        var verdict = Verdict.Of(_change, alarm, () => Found(alarm, yardstick, limits));
        Settle(alarm.Outcome, yardstick, step, hits);
        return verdict;
    }

    /// <summary>True once the reference is one that was given, and stays.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>Compares with this reference from here on, and never renews it.</summary>
    /// <param name="reference">At least one observation.</param>
    public void Freeze(Sample reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentOutOfRangeException.ThrowIfZero(reference.N, nameof(reference));
        Take(reference);
        _past.Clear();
        _recent.Clear();
        IsFrozen = true;
    }

    /// <summary>Ends an episode and forgets the evidence so far; the reference stays.</summary>
    public void End()
    {
        _change.End();
        _run.Clear();
    }

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer)
    {
        StateFormat.Begin(writer, StateKind.PastWatch, StateVersion);
        _change.Save(writer);
        _reference.Save(writer);
        _past.Save(writer);
        _recent.Save(writer);
        _run.Save(writer);
        _rhythm.Save(writer);
        writer.Write(IsFrozen);
        writer.Write(Yardstick is not null);
        Yardstick?.Save(writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is a state of another kind or version.</exception>
    public void Load(BinaryReader reader)
    {
        StateFormat.Require(reader, StateKind.PastWatch, StateVersion);
        _change.Load(reader);
        _reference.Load(reader);
        _past.Load(reader);
        _recent.Load(reader);
        _run.Load(reader);
        _rhythm.Load(reader);
        IsFrozen = reader.ReadBoolean();
        Yardstick = reader.ReadBoolean() ? Yardstick.Load(reader) : null;
    }

    private bool IsAnchored => Yardstick is { } yardstick
        && yardstick.Reference.N >= _options.MaximumReference
        && yardstick.Reference.To - yardstick.Reference.From >= _options.AnchorSpan;

    private Finding Found(Alarm alarm, Yardstick yardstick, (double Up, double Down) limits)
    {
        var found = Verdict.Found(alarm, _change, yardstick.Reference, _run.ToStretch(), Assumption);
        if (_measure.Kind is MeasureKind.Shape)
        {
            var distance = _run.MeanUp;
            return found with
            {
                Effect = distance,
                Current = found.Current with { Value = distance, Low = null, High = null },
                ExpectedHigh = limits.Up,
            };
        }

        var isQuantile = _measure.Kind is MeasureKind.Quantile;
        return found with
        {
            Worth = _measure.Kind is MeasureKind.Mean ? Worth.Calibrated : Worth.Guaranteed,
            ExpectedHigh = isQuantile ? yardstick.UpLine : limits.Up,
            ExpectedLow = _measure.Sides is Sides.Up ? null : isQuantile ? yardstick.DownLine : 1 - limits.Down,
        };
    }

    private double MarginOf(double level) => _measure.Kind switch
    {
        MeasureKind.Rate => _options.MarginOf(level),
        MeasureKind.Mean or MeasureKind.Shape => _measure.AbsoluteMargin,
        _ => _options.MaximumDifference,
    };

    private Hits HitsOf(Sample step, Yardstick yardstick)
    {
        if (_measure.IsRate)
            return new Hits(step.N, step.Hits, step.N - step.Hits);
        var n = step.Values.Length;
        if (_measure.Kind is MeasureKind.Mean)
        {
            var sum = 0.0;
            foreach (var value in step.Values)
                sum += value;
            return new Hits(n, sum, n - sum);
        }

        if (_measure.Kind is MeasureKind.Shape)
            return new Hits(n, n * ShapeEvidence.Distance(_reference.Values, step.Values), 0);
        var (up, down) = yardstick.Count(step.Values);
        return new Hits(n, up, down);
    }

    private (StepEvidence Up, StepEvidence Down) EvidenceOf(Sample step, Hits hits, (double Up, double Down) limits)
    {
        if (_measure.Kind is MeasureKind.Shape)
            return (ShapeEvidence.Against(hits.N, hits.Up / hits.N, limits.Up), StepEvidence.None);
        var both = _measure.Sides is Sides.Both;
        return _measure.Kind is MeasureKind.Mean
            ? (MeanEvidence.Against(step.Values, limits.Up, rising: true),
                both ? MeanEvidence.Against(step.Values, limits.Down, rising: false) : StepEvidence.None)
            : (RateEvidence.Against((long)hits.N, (long)hits.Up, limits.Up),
                both ? RateEvidence.Against((long)hits.N, (long)hits.Down, limits.Down) : StepEvidence.None);
    }

    private void Settle(Outcome outcome, Yardstick yardstick, Sample step, Hits hits)
    {
        if (outcome is not Outcome.Quiet)
        {
            _run.Clear();
            _rhythm.Doubt();
            _past.Become(_reference);
            _recent.Clear();
        }
        else if (!IsOpen)
        {
            _rhythm.Learn(step, hits, yardstick.Reference.From);
            Learn(step);
        }
    }

    private bool HasDoubled() => Yardstick is null
        ? _recent.N >= _options.MinimumReference
        : (_recent.N >= _past.N && _past.N < _options.MaximumReference)
            || _recent.To - _recent.From >= _past.To - _past.From;

    private void RenewReference()
    {
        if (Yardstick is null)
            Take(_recent);
        else if (_past.N > _reference.N)
            Take(_past);
        _past.Add(_recent);
        _recent.Clear();
    }

    private void Take(Sample reference)
    {
        Yardstick = Yardstick.Of(_measure, reference, _options);
        _reference.Become(reference);
        _change.Restart();
        _run.Clear();
    }
}
