namespace Governance.Detection;

/// <summary>What a step came to.</summary>
public enum Outcome
{
    /// <summary>Too little is known to judge anything.</summary>
    Warming,

    /// <summary>Nothing new.</summary>
    Quiet,

    /// <summary>An episode begins.</summary>
    Raised,

    /// <summary>Alarmed again within the episode.</summary>
    Repeated,

    /// <summary>The episode is over.</summary>
    Cleared,
}

/// <summary>
/// One drift and one spike detector over the same steps, with episodes instead of an alarm per point. Drift gathers
/// evidence with an e-detector; a spike is one step whose two-sided p-value is at most 1 / A, so each keeps its false
/// alarms A steps apart on average.
/// </summary>
public sealed class ChangeDetector
{
    private const byte StateVersion = 1;

    /// <summary>Name of findings gathered over steps.</summary>
    public const string Drift = "drift";

    /// <summary>Name of findings of one step.</summary>
    public const string Spike = "spike";

    private static readonly int s_perSide = Odds.Alternatives.Length;
    private readonly WatchOptions _options;
    private readonly EDetector _evidence;
    private readonly Sides _sides;
    private int _stepsSinceAlarm;

    /// <summary>A detector at rest.</summary>
    public ChangeDetector(WatchOptions options, Sides sides)
    {
        _options = options;
        _sides = sides;
        FalseAlarmEvery = options.FalseAlarmEvery;
        _evidence = new EDetector(sides is Sides.Both ? 2 * s_perSide : s_perSide);
    }

    /// <summary>A: steps between false alarms of each of the two; may be set anew between steps.</summary>
    public double FalseAlarmEvery { get; set; }

    /// <summary>log M at which drift alarms.</summary>
    public double Threshold => Math.Log(FalseAlarmEvery);

    /// <summary>log M after the last step that did not alarm.</summary>
    public double LogStatistic => _evidence.LogStatistic;

    /// <summary>Alarms of the open episode, 0 when none is open.</summary>
    public long Alarms { get; private set; }

    /// <summary>Which of the two opened the episode.</summary>
    public string OpenedBy { get; private set; } = "";

    /// <summary>True when no more than chance speaks against the hypothesis: the reference may be renewed.</summary>
    public bool IsCalm => Alarms == 0 && _evidence.LogStatistic < Threshold / 2;

    /// <summary>Takes in one step.</summary>
    /// <param name="up">Evidence for a rise.</param>
    /// <param name="down">Evidence for a fall; not looked at when only rises count.</param>
    /// <param name="within">Whether what came since the last alarm lies within the hypothesis: ends an episode.</param>
    public Alarm Observe(StepEvidence up, StepEvidence down, bool within)
    {
        var log = _evidence.Observe(_sides is Sides.Both ? [.. up.LogE, .. down.LogE] : up.LogE);
        var p = _sides is Sides.Both ? Math.Min(1, 2 * Math.Min(up.PValue, down.PValue)) : up.PValue;
        _stepsSinceAlarm++;
        var drifts = log >= Threshold;
        var spikes = p <= 1 / FalseAlarmEvery;
        if (!drifts && !spikes)
            return new Alarm(Calm(within), "", log, p, default);
        var rises = spikes && !drifts
            ? up.PValue <= down.PValue
            : _sides is Sides.Up || _evidence.LogPart(0, s_perSide) >= _evidence.LogPart(s_perSide, s_perSide);
        return Raise(spikes && !drifts ? Spike : Drift, log, p, rises ? Direction.Up : Direction.Down);
    }

    /// <summary>Starts gathering afresh; an open episode stays open.</summary>
    public void Restart() => _evidence.Reset();

    /// <summary>Starts gathering afresh and ends an open episode.</summary>
    public void End()
    {
        Restart();
        Alarms = 0;
    }

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer)
    {
        StateFormat.Begin(writer, StateKind.ChangeDetector, StateVersion);
        _evidence.Save(writer);
        writer.Write(_stepsSinceAlarm);
        writer.Write(Alarms);
        writer.Write(OpenedBy);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is a state of another kind or version.</exception>
    public void Load(BinaryReader reader)
    {
        StateFormat.Require(reader, StateKind.ChangeDetector, StateVersion);
        _evidence.Load(reader);
        _stepsSinceAlarm = reader.ReadInt32();
        Alarms = reader.ReadInt64();
        OpenedBy = reader.ReadString();
    }

    private Alarm Raise(string detector, double log, double p, Direction direction)
    {
        var opens = Alarms++ == 0;
        if (opens)
            OpenedBy = detector;
        _stepsSinceAlarm = 0;
        _evidence.Reset();
        return new Alarm(opens ? Outcome.Raised : Outcome.Repeated, detector, log, p, direction);
    }

    private Outcome Calm(bool within)
    {
        if (Alarms == 0 || !within || _stepsSinceAlarm < _options.CalmSteps)
            return Outcome.Quiet;
        Alarms = 0;
        return Outcome.Cleared;
    }
}

/// <summary>What a step came to, with the numbers of the detector that alarmed.</summary>
public readonly record struct Alarm(Outcome Outcome, string Detector, double LogE, double PValue, Direction Direction);
