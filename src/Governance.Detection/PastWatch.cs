namespace Governance.Detection;

/// <summary>
/// Compares a stream with its own past: warms up, freezes a reference, then judges step by step. While all is calm the
/// reference doubles up to its maximum; what led to an alarm never becomes reference.
/// </summary>
public sealed class PastWatch
{
    /// <summary>The condition of the promise.</summary>
    public const string Assumption = "independent observations, and a reference no less lucky than 1 in 100";

    private readonly Measure _measure;
    private readonly WatchOptions _options;
    private readonly ChangeDetector _change;
    private readonly Sample _past;
    private readonly Run _run;

    /// <summary>A watch that knows nothing yet.</summary>
    public PastWatch(Measure measure, WatchOptions options)
    {
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentNullException.ThrowIfNull(options);
        _measure = measure;
        _options = options.Checked();
        _change = new ChangeDetector(options, measure.Sides);
        _past = new Sample(measure, options.MaximumReference);
        _run = new Run(measure);
    }

    /// <summary>The frozen reference, null while warming up.</summary>
    public Yardstick? Yardstick { get; private set; }

    /// <summary>Observations of the stream so far that may serve as reference.</summary>
    public long Known => _past.N;

    /// <summary>log M of the drift detector after the last step.</summary>
    public double LogStatistic => _change.LogStatistic;

    /// <summary>True while an episode is open.</summary>
    public bool IsOpen => _change.Alarms > 0;

    /// <summary>Takes values into the past without judging them: what another comparison has found unchanged.</summary>
    public void Learn(ReadOnlySpan<float> values, DateTimeOffset from, DateTimeOffset to)
    {
        if (_past.N >= _options.MaximumReference)
            return;
        _past.Add(values, from, to);
        RenewReference();
    }

    /// <summary>Judges one step. Values are finite; a rate's are 0 or 1.</summary>
    public Verdict Step(ReadOnlySpan<float> values, DateTimeOffset from, DateTimeOffset to)
    {
        if (Yardstick is not { } yardstick)
        {
            Learn(values, from, to);
            return Verdict.Warming;
        }

        if (_change.Alarms == 0 && !(_change.LogStatistic >= 0))
            _run.Clear();
        var hits = yardstick.Count(values);
        _run.Add(values, from, to, hits);
        var alarm = _change.Observe(
            RateEvidence.Against(values.Length, hits.Up, yardstick.UpLimit),
            RateEvidence.Against(values.Length, hits.Down, yardstick.DownLimit),
            IsWithin(yardstick));
        var verdict = Verdict.Of(_change, alarm, () => Verdict.Found(
            alarm, _options, yardstick.Reference, _run.ToStretch(), Assumption));
        Settle(alarm.Outcome, yardstick, values, from, to);
        return verdict;
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
        ArgumentNullException.ThrowIfNull(writer);
        _change.Save(writer);
        _past.Save(writer);
        _run.Save(writer);
        writer.Write(Yardstick is not null);
        Yardstick?.Save(writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _change.Load(reader);
        _past.Load(reader);
        _run.Load(reader);
        Yardstick = reader.ReadBoolean() ? Yardstick.Load(reader) : null;
    }

    private bool IsWithin(Yardstick yardstick) =>
        _run.Up <= yardstick.UpLimit * _run.N
        && (_measure.Sides is Sides.Up || _run.Down <= yardstick.DownLimit * _run.N);

    private void Settle(
        Outcome outcome,
        Yardstick yardstick,
        ReadOnlySpan<float> values,
        DateTimeOffset from,
        DateTimeOffset to)
    {
        if (outcome is not Outcome.Quiet)
        {
            _run.Clear();
            _past.CutBack(yardstick.Reference.N, yardstick.Hits, yardstick.Reference.To);
        }
        else if (!IsOpen)
        {
            Learn(values, from, to);
        }
    }

    private void RenewReference()
    {
        var enough = Yardstick is { } old ? 2 * old.Reference.N : _options.MinimumReference;
        if (_past.N < Math.Min(enough, _options.MaximumReference) || !_change.IsCalm)
            return;
        Yardstick = Yardstick.Of(_measure, _past, _options);
        _change.Restart();
        _run.Clear();
    }
}
