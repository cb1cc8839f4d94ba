using Governance.Detection;
using Governance.Detection.Multiplicity;
using Governance.Detection.TwoSample;
using Governance.Domain.Signals;
using Governance.Server.Signals.Watching;

namespace Governance.Server.Signals.Drift;

/// <summary>From two sides of counts and values to a report. The same fold gives the same report.</summary>
internal static class DriftArithmetic
{
    /// <summary>Words of a category that are shown.</summary>
    private const int WordsShown = 8;

    internal static DriftReport Report(DriftQuestion question, DriftFold fold, DriftRead read)
    {
        var compared = fold.Cells.Where(cell => cell.Value.Left.N > 0 && cell.Value.Right.N > 0)
            .Select(cell => RowOf(cell.Key, cell.Value))
            .ToList();
        return new DriftReport(
            question,
            read,
            [
                .. Adjusted(compared)
                    .OrderBy(row => row.QValue ?? double.PositiveInfinity)
                    .ThenBy(row => row.PValue ?? double.PositiveInfinity)
                    .ThenBy(row => row.Signal)
                    .ThenBy(row => row.Dimension, StringComparer.Ordinal),
            ],
            [.. fold.Categories.Select(category => RowOf(category.Key, category.Value)).OfType<CategoryRow>()],
            NotMeasured(fold));
    }

    private static DriftRow RowOf(DriftKey key, DriftCell cell)
    {
        var signal = WatchedSignals.Of(key.Signal);
        var whole = MeasureDifference.Compare(cell.Measure, cell.Left, cell.Right);
        var matched = MeasureDifference.Matched(cell.Measure, cell.Classes);
        return new DriftRow(
            key.Signal,
            key.Dimension,
            ValueOf(whole.Left),
            ValueOf(whole.Right),
            EffectOf(whole.Value, whole.Low, whole.High),
            matched is null
                ? null
                : new DriftMatched(
                    EffectOf(matched.Value, matched.Low, matched.High), matched.Strata, matched.Share),
            whole.PValue is null ? null : matched?.PValue ?? whole.PValue,
            QValue: null,
            cell.Measure.IsRate ? null : DistanceOf(signal, cell));

        DriftValue ValueOf(Stretch side) => new(side.N, signal.Said(side.Value), Said(side.Low), Said(side.High));

        DriftEffect EffectOf(double value, double? low, double? high) =>
            new(signal.SaidDifference(value), SaidDifference(low), SaidDifference(high));

        double? Said(double? value) => value is { } known ? signal.Said(known) : null;

        double? SaidDifference(double? value) => value is { } known ? signal.SaidDifference(known) : null;
    }

    private static DriftDistance DistanceOf(WatchedSignal signal, DriftCell cell)
    {
        var (left, right) = (Said(cell.Left), Said(cell.Right));
        var index = PopulationStability.Compare(left, right);
        var widest = KolmogorovSmirnov.Compare(left, right);
        return new DriftDistance(
            index.Value,
            index.NullLimit,
            widest.Statistic,
            widest.PValue,
            SampleDistance.Wasserstein(left, right),
            SampleDistance.WassersteinByChance(left, right));

        double[] Said(Sample sample)
        {
            var values = new double[sample.Values.Length];
            for (var i = 0; i < values.Length; i++)
                values[i] = signal.Said(sample.Values[i]);
            return values;
        }
    }

    private static IEnumerable<DriftRow> Adjusted(List<DriftRow> rows)
    {
        var tested = rows.Where(row => row.PValue is not null).ToList();
        var adjusted = AdjustedPValues.BenjaminiHochberg(tested.Select(row => row.PValue!.Value).ToArray());
        return tested.Select((row, at) => row with { QValue = adjusted[at] })
            .Concat(rows.Where(row => row.PValue is null));
    }

    private static CategoryRow? RowOf(DriftCategory category, CategoryCounts counts)
    {
        long[] left = [.. counts.Words.Values.Select(word => word.Left)];
        long[] right = [.. counts.Words.Values.Select(word => word.Right)];
        var (n, m) = (left.Sum(), right.Sum());
        if (n == 0 || m == 0)
            return null;
        return new CategoryRow(
            category,
            n,
            m,
            PopulationStability.Of(left, right),
            PopulationStability.Limit(n, m, left.Length),
            ShareDistance.TotalVariation(left, right),
            [
                .. counts.Words
                    .Select(word => new WordShare(
                        word.Key,
                        word.Value.Left,
                        word.Value.Right,
                        (double)word.Value.Left / n,
                        (double)word.Value.Right / m))
                    .OrderByDescending(word => Math.Abs(word.RightShare - word.LeftShare))
                    .ThenBy(word => word.Word, StringComparer.Ordinal)
                    .Take(WordsShown),
            ]);
    }

    private static IReadOnlyList<DriftUnmeasured> NotMeasured(DriftFold fold)
    {
        var oneSided = fold.Cells.Where(cell => cell.Value.Left.N == 0 || cell.Value.Right.N == 0)
            .Select(cell => new DriftUnmeasured(
                cell.Key.Signal,
                cell.Key.Dimension,
                cell.Value.Left.N,
                cell.Value.Right.N,
                WatchedSignals.Of(cell.Key.Signal).Needs));
        var heard = fold.Cells.Keys.Select(key => key.Signal).ToHashSet();
        var never = SignalKinds.Measured.Where(signal => !heard.Contains(signal) && !IsComparedOtherwise(signal))
            .Select(signal => new DriftUnmeasured(signal, null, 0, 0, WatchedSignals.Of(signal).Needs));
        return [.. oneSided.Concat(never).OrderBy(one => one.Signal)];
    }

    /// <summary>
    /// Tools, and what inputs are made of, stand among the lengths and the categories; evaluation against production
    /// and the turns of one conversation are comparisons by themselves.
    /// </summary>
    internal static bool IsComparedOtherwise(SignalKind signal) => signal is
        SignalKind.UnseenTool or SignalKind.EvaluationGap or SignalKind.InputShift or SignalKind.ConversationDrift;
}
