using Governance.Domain.Intake;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Series;

namespace Governance.Server.Intake.Completeness;

/// <summary>What a sender's metrics say of the number of its records.</summary>
internal static class CountedSeries
{
    /// <summary>
    /// Running totals by instance and time. A histogram of calls counts one kind in many streams, which are added up;
    /// without an instance nobody could tell two processes from a restart, so it then says nothing.
    /// </summary>
    internal static IEnumerable<(RecordsStated Stated, CountedBy By)> StatementsIn(
        BehaviourEvent.SeriesRecorded series) =>
        from point in series.Points
        where point.IsCumulative
        let counted = CountOf(point)
        where counted is not null
        group (counted.Value.Kind, point.Count) by (point.Instance, point.At, counted.Value.By) into one
        select (
            new RecordsStated(one.Key.Instance ?? "", null, one.Key.At, TotalsOf(one)),
            one.Key.By);

    private static (string Kind, CountedBy By)? CountOf(SeriesPoint point) => point switch
    {
        { Metric: SeriesMetric.SenderRecords, Operation: { } kind } => (kind, CountedBy.RecordCounter),
        { Metric: SeriesMetric.OperationDuration, Operation: { } operation, Instance: not null }
            when CallKindOf(operation) is { } kind => (kind, CountedBy.CallHistogram),
        _ => null,
    };

    /// <summary>Calls of models end as spans and as measurements alike; what agents and tools do need not.</summary>
    private static string? CallKindOf(string operation) => Words.KindOf(operation) switch
    {
        ObservationKind.Inference => "inference",
        ObservationKind.Embedding => "embedding",
        _ => null,
    };

    private static Dictionary<string, long> TotalsOf(IEnumerable<(string Kind, long Count)> counted) => counted
        .GroupBy(one => one.Kind, StringComparer.Ordinal)
        .ToDictionary(kind => kind.Key, kind => kind.Sum(one => one.Count), StringComparer.Ordinal);
}
