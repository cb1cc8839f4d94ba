using Governance.Detection;
using Governance.Domain.Signals;

namespace Governance.Server.Signals.Watching;

/// <summary>
/// One measure of one task class, evaluated and elsewhere, gathered until both are enough for a step.
/// </summary>
/// <param name="line">Above it a value is a hit; null: the median of the first evaluations will be.</param>
internal sealed class GapCell(float? line)
{
    private static readonly Measure s_measure = WatchedSignals.MeasureOf(SignalKind.EvaluationGap);

    private readonly List<float> _fixing = [];
    private float? _line = line;

    internal Sample Evaluated { get; } = new(s_measure, 1);

    internal Sample Elsewhere { get; } = new(s_measure, 1);

    /// <summary>What was seen elsewhere.</summary>
    internal Shown Shown { get; } = new();

    internal DateTimeOffset To => Evaluated.To > Elsewhere.To ? Evaluated.To : Elsewhere.To;

    internal void Take(bool evaluated, Reading reading, DateTimeOffset at, int fixing)
    {
        if (_line is not { } known)
        {
            if (!evaluated)
                return;
            _fixing.Add(reading.Value);
            if (_fixing.Count < fixing)
                return;
            _fixing.Sort();
            // Half a step below the median, so that of values that are all alike every one is good.
            _line = MathF.BitDecrement(_fixing[_fixing.Count / 2]);
            _fixing.Clear();
            return;
        }

        var hit = reading.Value > known;
        (evaluated ? Evaluated : Elsewhere).AddRate(1, hit ? 1 : 0, at, at);
        if (!evaluated)
            Shown.Add(reading with { Value = hit ? 1 : 0 });
    }

    internal bool IsFull(WatchOptions options) => Evaluated.N >= options.MinimumArm
        && Elsewhere.N >= options.MinimumArm
        && Evaluated.N + Elsewhere.N >= options.MinimumSample;

    internal void Clear()
    {
        Evaluated.Clear();
        Elsewhere.Clear();
        Shown.Clear();
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Write(_line ?? float.NaN);
        writer.Write(_fixing.Count);
        foreach (var value in _fixing)
            writer.Write(value);
        Evaluated.Save(writer);
        Elsewhere.Save(writer);
        Shown.Save(writer);
    }

    internal static GapCell Load(BinaryReader reader)
    {
        var line = reader.ReadSingle();
        var cell = new GapCell(float.IsNaN(line) ? null : line);
        for (var left = reader.ReadInt32(); left > 0; left--)
            cell._fixing.Add(reader.ReadSingle());
        cell.Evaluated.Load(reader);
        cell.Elsewhere.Load(reader);
        cell.Shown.Load(reader);
        return cell;
    }
}
