using Governance.Domain.Intake;

namespace Governance.Server.Intake.Series;

/// <summary>What a deployment's senders aggregated themselves in one minute, over all their processes.</summary>
/// <param name="Metric">One of <see cref="SeriesMetric"/>.</param>
/// <param name="Model">The model that answered, else the one asked for; null where not said.</param>
/// <param name="Operation">e.g. chat; of <see cref="SeriesMetric.SenderRecords"/> the kind of record.</param>
/// <param name="TokenType">input or output, of token usage.</param>
/// <param name="Minute">Start of the minute; a point counts in the minute in which it was taken.</param>
/// <param name="Count">Measurements; of a counter by how much it grew.</param>
/// <param name="Sum">Their sum in the metric's unit; null where a sender leaves it out.</param>
/// <param name="Min">The smallest; null unless every sender says it of this time alone.</param>
/// <param name="Max">The largest; null unless every sender says it of this time alone.</param>
/// <param name="Buckets">Filled buckets, ascending; empty where senders' bounds cannot be told apart in time.</param>
public sealed record SeriesMinute(
    string Metric,
    string? Model,
    string? Operation,
    string? TokenType,
    DateTimeOffset Minute,
    long Count,
    double? Sum,
    double? Min,
    double? Max,
    IReadOnlyList<SeriesBucket> Buckets)
{
    /// <summary>Sum over count; null where either is missing.</summary>
    public double? Mean => Count > 0 ? Sum / Count : null;
}
