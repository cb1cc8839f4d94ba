namespace Governance.Domain.Intake;

/// <summary>
/// One data point of a metric about models, as its sender aggregated it: a count of things done, never one of them.
/// </summary>
/// <param name="Metric">OpenTelemetry's name, e.g. <c>gen_ai.client.token.usage</c>; one of a known few.</param>
/// <param name="Model">The model that answered, else the one asked for; null where not said.</param>
/// <param name="Operation">e.g. chat; of a sender's own counts the kind of record.</param>
/// <param name="TokenType">input or output, of token usage.</param>
/// <param name="Source">Keyed hash of the sending process.</param>
/// <param name="Stream">Keyed hash of the process, the metric and all attributes: what adds up.</param>
/// <param name="StartedAt">When the stream began; another time is a reset. UTC, whole microseconds.</param>
/// <param name="At">When the point was taken.</param>
/// <param name="IsCumulative">Counts since the start; else since the stream's last point.</param>
/// <param name="Count">Measurements; of a counter its value.</param>
/// <param name="Sum">Sum of the measurements in the metric's unit (s, tokens); null where not sent.</param>
/// <param name="Min">Smallest measurement; null where not sent.</param>
/// <param name="Max">Largest measurement; null where not sent.</param>
/// <param name="Buckets">Filled buckets, ascending; empty where there are none.</param>
public sealed record SeriesPoint(
    string Metric,
    string? Model,
    string? Operation,
    string? TokenType,
    string Source,
    string Stream,
    DateTimeOffset StartedAt,
    DateTimeOffset At,
    bool IsCumulative,
    long Count,
    double? Sum,
    double? Min,
    double? Max,
    IReadOnlyList<SeriesBucket> Buckets)
{
    /// <summary>Pseudonym of the sending process, as observations carry it; null where it is not said.</summary>
    public string? Instance { get; init; }
}

/// <summary>Measurements above the last bucket's bound and up to this one's.</summary>
/// <param name="UpTo">The upper bound, inclusive; null: no bound.</param>
/// <param name="Count">How many.</param>
public sealed record SeriesBucket(double? UpTo, long Count);
