using Governance.Detection;
using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Domain.Signals;
using Governance.Server.Signals.Registry;
using Governance.Server.Signals.Watching.Readers;

namespace Governance.Server.Signals.Watching;

/// <summary>
/// Compares what a version does where it is openly evaluated with what it does everywhere else (production, and
/// evaluations that look like it), task class by task class: each step holds one class on both sides. Only what states
/// its context counts. A score counts as good or bad by the median of the first evaluations.
/// </summary>
internal sealed class EvaluationGaps(WatchSettings settings, DetectorSetting setting)
{
    /// <summary>Pairs of task class and measure, over all versions; further ones are not compared.</summary>
    private const int MaxCells = 512;

    /// <summary>
    /// The odds of evaluations and production must differ by more than this: both are the same version, so less is
    /// allowed for than between two.
    /// </summary>
    internal const double MinimumOddsRatio = 1.2;

    /// <summary>Evaluations that fix a score's line between good and bad.</summary>
    private const int Fixing = 64;

    private const string Refused = "refusal";

    internal const string Assumption = "answers of one task class are alike, evaluated or not, and independent";

    private readonly Measure _measure = setting.MeasureOf(new StreamKey("", SignalKind.EvaluationGap, null));
    private readonly WatchOptions _options = setting.OptionsOf(settings);
    private readonly SortedDictionary<StreamKey, ArmWatch> _arms = [];
    private readonly SortedDictionary<StreamKey, GapCell> _cells = [];
    private readonly SortedDictionary<StreamKey, Pace> _paces = [];

    /// <summary>True once a task class has been seen often enough on both sides.</summary>
    internal bool IsWarm => _arms.Count > 0;

    /// <summary>Whether an observation says on which side it stands, and something that can be compared.</summary>
    internal static bool Reads(Observation observation) =>
        observation.ModelVersion is not null && SideOf(observation) is not null && Read(observation) is not null;

    /// <summary>Takes in an observation, and says what a full step of its cell brings to light.</summary>
    internal FoundSignal? Take(Observation observation, Reading reading, DateTimeOffset at, double budget)
    {
        if (observation.ModelVersion is not { } version || SideOf(observation) is not { } evaluated
            || Read(observation) is not var (what, value))
        {
            return null;
        }

        var key = new StreamKey(version, SignalKind.EvaluationGap, what);
        var place = key with { Dimension = $"{observation.TaskClass ?? "unmatched"}\n{what}" };
        if (!_cells.TryGetValue(place, out var cell))
        {
            if (_cells.Count >= MaxCells)
                return null;
            _cells.Add(place, cell = new GapCell(what == Refused ? 0.5f : null));
        }

        cell.Take(evaluated, reading with { Value = value }, at, Fixing);
        return cell.IsFull(_options) ? Judge(key, cell, budget) : null;
    }

    /// <summary>Ends every open episode.</summary>
    internal IEnumerable<FoundSignal> Close(string reason)
    {
        foreach (var (key, arm) in _arms.Where(one => one.Value.IsOpen))
        {
            yield return FoundSignal.Over(key, arm.OpenedBy, reason);
            arm.End();
        }
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Write(_arms.Count);
        foreach (var (key, arm) in _arms)
        {
            key.Save(writer);
            arm.Save(writer);
            _paces[key].Save(writer);
        }

        writer.Write(_cells.Count);
        foreach (var (key, cell) in _cells)
        {
            key.Save(writer);
            cell.Save(writer);
        }
    }

    internal void Load(BinaryReader reader)
    {
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var key = StreamKey.Load(reader);
            ArmOf(key).Load(reader);
            _paces[key].Load(reader);
        }

        for (var left = reader.ReadInt32(); left > 0; left--)
            _cells.Add(StreamKey.Load(reader), GapCell.Load(reader));
    }

    private static bool? SideOf(Observation observation) => observation.Context switch
    {
        "evaluation" => true,
        "production" or "canary_evaluation" => false,
        _ => null,
    };

    private static (string What, float Value)? Read(Observation observation) => observation switch
    {
        { Kind: ObservationKind.Inference, Refusal: { } refusal } => (Refused, refusal ? 1 : 0),
        { Kind: ObservationKind.Evaluation, EvaluationName: { } name, Score: { } score } =>
            (ScoreReader.ScorerOf(name, observation), (float)score),
        _ => null,
    };

    private FoundSignal? Judge(StreamKey key, GapCell cell, double budget)
    {
        var arm = ArmOf(key);
        _paces[key].Step(cell.To);
        arm.FalseAlarmEvery = _paces[key].StepsBetween(budget);
        var verdict = arm.Step(cell.Elsewhere, cell.Evaluated, null);
        var addresses = cell.Shown.Of(verdict.Finding?.Direction ?? default, 0.5f, 0.5f);
        cell.Clear();
        if (verdict.Outcome is Outcome.Cleared)
            return FoundSignal.Over(key, verdict.OpenedBy, "Evaluations and production agree again.");
        if (verdict.Finding is not { } finding || !SignalStream.IsWorthSaying(verdict.Alarms))
            return null;
        var alarm = new FoundAlarm(finding with { Assumption = Assumption }, key.Version, null, addresses);
        return new FoundSignal(key, verdict.OpenedBy, verdict.Alarms, alarm, null);
    }

    private ArmWatch ArmOf(StreamKey key)
    {
        if (!_arms.TryGetValue(key, out var arm))
        {
            _arms.Add(key, arm = new ArmWatch(_measure, _options));
            _paces.Add(key, new Pace(settings.Window));
        }

        return arm;
    }
}
