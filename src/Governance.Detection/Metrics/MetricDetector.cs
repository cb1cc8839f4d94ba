namespace Governance.Detection.Metrics;

/// <summary>
/// The default detector for any stream of numbers, without settings per stream. It looks at a stream from nine sides
/// (level at five horizons, jump, time of day, restlessness at two), asks of each how rare its present value is among
/// the last four thousand, and adds up −log₁₀ of the answers: what several sides find odd at once is an episode.
/// </summary>
/// <remarks>
/// <para>Calibrated by simulation, not guaranteed: the sides depend on one another, and a stream's own past stands in
/// for its law. It cannot see what is already wrong while it warms up, a creep slower than its memory, or a season
/// longer than a day.</para>
/// <para>Scale-free; bounded memory (some 17 KB); O(1) amortised per point, most points cost 17 comparisons. No
/// hardware-width arithmetic: the same points give the same bits on every machine.</para>
/// </remarks>
public sealed class MetricDetector
{
    private const byte Version = 1;
    private const int Views = 9;

    // Smallest mean excess believed in, as a share of the stream's range: a flat stream's last digit is no event.
    private const double Breadth = 0.002;
    private const double BandChance = 0.001;

    private readonly MetricOptions _options;
    private readonly TailLaw[] _above = Laws();
    private readonly TailLaw[] _below = Laws();
    private readonly RecentValues _recent = new();
    private readonly DayProfile _day = new();
    private readonly double[] _views = new double[Views];
    private double _origin;
    private double _least = double.PositiveInfinity;
    private double _most = double.NegativeInfinity;
    private int _calm;
    private bool _open;

    /// <summary>A detector that knows nothing yet.</summary>
    public MetricDetector(MetricOptions? options = null) => _options = (options ?? new MetricOptions()).Checked();

    /// <summary>Points taken in.</summary>
    public long Count => _recent.Count;

    /// <summary>True while an episode is open.</summary>
    public bool IsOpen => _open;

    /// <summary>
    /// Takes in one point and judges it by those before. A value that is not finite is a gap: nothing is learnt from
    /// it. Times may repeat, jump or run backwards; only the time of day is read.
    /// </summary>
    public MetricVerdict Observe(DateTimeOffset time, double value)
    {
        if (!double.IsFinite(value))
            return new MetricVerdict(Judged, _open, 0, _options.Threshold, default, default, 0);
        if (Count == 0)
            _origin = value;
        See(time.TimeOfDay.Ticks, value - _origin);
        var (score, view, rarity, direction) = Judge();
        return new MetricVerdict(Decide(score), _open, score, _options.Threshold, view, direction, rarity);
    }

    /// <summary>Expected value and bounds at the last point; NaN bounds while warming up. O(tail).</summary>
    public MetricBand Band()
    {
        var against = (int)MetricView.AgainstDay;
        var known = (int)Math.Min(Count, TailLaw.Window);
        var value = _views[(int)MetricView.Value] + _origin;
        var expected = value - _views[against];
        return new MetricBand(
            value,
            expected,
            expected - _below[against].Quantile(BandChance, known, Floor),
            expected + _above[against].Quantile(BandChance, known, Floor));
    }

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer)
    {
        StateFormat.Begin(writer, StateKind.MetricDetector, Version);
        StateFormat.Write(writer, [_origin, _least, _most, .. _views]);
        writer.Write(_calm);
        writer.Write(_open);
        _recent.Save(writer);
        _day.Save(writer);
        foreach (var law in (TailLaw[])[.. _above, .. _below])
            law.Save(writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        StateFormat.Require(reader, StateKind.MetricDetector, Version);
        (_origin, _least, _most) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        StateFormat.Read(reader, _views);
        _calm = reader.ReadInt32();
        _open = reader.ReadBoolean();
        _recent.Load(reader);
        _day.Load(reader);
        foreach (var law in (TailLaw[])[.. _above, .. _below])
            law.Load(reader);
    }

    private Outcome Judged => Count < _options.WarmUp ? Outcome.Warming : Outcome.Quiet;

    private double Floor => (_most - _least) * Breadth;

    private static TailLaw[] Laws() => [.. Enumerable.Range(0, Views).Select(_ => new TailLaw())];

    private void See(long ticksOfDay, double value)
    {
        _recent.Add(value);
        _least = Math.Min(_least, value);
        _most = Math.Max(_most, value);
        _views[(int)MetricView.Value] = value;
        _views[(int)MetricView.Median] = _recent.Median(0, 5);
        _views[(int)MetricView.MeanOf12] = _recent.MeanOf12;
        _views[(int)MetricView.MeanOf24] = _recent.MeanOf24;
        _views[(int)MetricView.MeanOf72] = _recent.MeanOf72;
        _views[(int)MetricView.Jump] = Count > 3 ? value - _recent.Median(1, 7) : 0;
        _views[(int)MetricView.AgainstDay] = value - _day.Expected(ticksOfDay);
        _views[(int)MetricView.RestlessnessOf12] = _recent.StepsOf12;
        _views[(int)MetricView.RestlessnessOf48] = _recent.StepsOf48;
        _day.Learn(ticksOfDay, value);
    }

    // Judges each side by its past, then makes it part of that past: one visit, while its memory is at hand.
    private (double Score, MetricView View, double Rarity, Direction Direction) Judge()
    {
        var (known, floor) = ((int)Math.Min(Count - 1, TailLaw.Window), Floor);
        var (tail, warm) = (TailLaw.TailOf(known), Count > _options.WarmUp);
        double score = 0, most = 0;
        var (view, direction) = (0, Direction.Up);
        for (var i = 0; i < Views; i++)
        {
            var up = warm ? _above[i].Surprise(_views[i], known, tail, floor) : 0;
            _above[i].Add(_views[i], Count);
            if (up > most)
                (most, view, direction) = (up, i, Direction.Up);
            if (i == (int)MetricView.RestlessnessOf12)
            {
                score += up;
                continue;
            }

            var down = warm ? _below[i].Surprise(-_views[i], known, tail, floor) : 0;
            _below[i].Add(-_views[i], Count);
            if (down > most)
                (most, view, direction) = (down, i, Direction.Down);
            score += Math.Max(up, down);
        }

        return (score, (MetricView)view, most, direction);
    }

    private Outcome Decide(double score)
    {
        if (Count <= _options.WarmUp)
            return Outcome.Warming;
        if (!_open)
        {
            _open = score >= _options.Threshold;
            _calm = 0;
            return _open ? Outcome.Raised : Outcome.Quiet;
        }

        _calm = score < _options.Threshold / 2 ? _calm + 1 : 0;
        _open = _calm < _options.CalmPoints;
        return !_open ? Outcome.Cleared : score >= _options.Threshold ? Outcome.Repeated : Outcome.Quiet;
    }
}
