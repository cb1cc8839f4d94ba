namespace Governance.Detection;

/// <summary>What a watch says after one step.</summary>
/// <param name="Outcome">What the step came to.</param>
/// <param name="Finding">The evidence, when it alarmed.</param>
/// <param name="Alarms">Alarms of the episode so far.</param>
/// <param name="OpenedBy">The detector that opened the episode, also after it has been cleared.</param>
public sealed record Verdict(Outcome Outcome, Finding? Finding, long Alarms, string OpenedBy)
{
    /// <summary>The watch is still warming up.</summary>
    public static Verdict Warming { get; } = new(Outcome.Warming, null, 0, "");

    internal static Verdict Of(ChangeDetector change, Alarm alarm, Func<Finding> finding) => new(
        alarm.Outcome,
        alarm.Outcome is Outcome.Raised or Outcome.Repeated ? finding() : null,
        change.Alarms,
        change.OpenedBy);

    internal static Finding Found(
        Alarm alarm,
        ChangeDetector change,
        Stretch reference,
        Stretch current,
        string assumption)
    {
        var spike = alarm.Detector == ChangeDetector.Spike;
        return new Finding(
            alarm.Detector,
            spike ? alarm.PValue : alarm.LogE,
            spike ? "p-value" : "log e-value",
            spike ? 1 / change.FalseAlarmEvery : change.Threshold,
            alarm.PValue,
            Math.Exp(Math.Min(alarm.LogE, 700)),
            current.Value - reference.Value,
            alarm.Direction,
            reference,
            current,
            Worth.Guaranteed,
            assumption);
    }
}

/// <summary>The observations since evidence began to gather: what an alarm shows as current.</summary>
internal sealed class Run(Measure measure)
{
    // Enough for a stable percentile to show; the evidence itself counts every value.
    private const int KeptValues = 512;

    private readonly Sample _sample = new(measure, KeptValues);
    private double _n;
    private double _up;
    private double _down;
    private double _upAllowed;
    private double _downAllowed;

    internal void Add(Sample step, Hits hits, (double Up, double Down) limits)
    {
        _sample.Add(step);
        _n += hits.N;
        _up += hits.Up;
        _down += hits.Down;
        _upAllowed += hits.N * limits.Up;
        _downAllowed += hits.N * limits.Down;
    }

    /// <summary>Hits upwards by observation; of a shape, its mean distance.</summary>
    internal double MeanUp => _up / _n;

    internal bool IsWithin(Sides sides) =>
        _up <= _upAllowed && (sides is Sides.Up || _down <= _downAllowed);

    internal Stretch ToStretch() => _sample.ToStretch();

    internal void Clear()
    {
        _sample.Clear();
        (_n, _up, _down, _upAllowed, _downAllowed) = (0, 0, 0, 0, 0);
    }

    internal void Save(BinaryWriter writer)
    {
        _sample.Save(writer);
        foreach (var sum in (ReadOnlySpan<double>)[_n, _up, _down, _upAllowed, _downAllowed])
            writer.Write(sum);
    }

    internal void Load(BinaryReader reader)
    {
        _sample.Load(reader);
        _n = reader.ReadDouble();
        _up = reader.ReadDouble();
        _down = reader.ReadDouble();
        _upAllowed = reader.ReadDouble();
        _downAllowed = reader.ReadDouble();
    }
}
