using System.Text.Json;
using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Postgres;
using Governance.Server.Intake.Segments;
using Governance.Server.Pipeline;
using Npgsql;

namespace Governance.Server.Intake.Series;

/// <summary>What a deployment's numbers are made of. Spans and metrics tell of the same calls: never both.</summary>
public enum SeriesSource
{
    /// <summary>Its calls of models came as spans: they are counted, the metrics are shown beside.</summary>
    Spans,

    /// <summary>Only metrics tell of its calls.</summary>
    Metrics,
}

/// <summary>The minutes of some time.</summary>
/// <param name="Source">What this deployment's totals are taken from in this time.</param>
/// <param name="Minutes">By metric, model, operation, token type and time; empty minutes are left out.</param>
/// <param name="IsCut">There were more points than one answer reads; ask for less time.</param>
public sealed record SenderMinutes(SeriesSource Source, IReadOnlyList<SeriesMinute> Minutes, bool IsCut)
{
    /// <summary>
    /// The same over the whole time, each under its first minute: count, sum and mean; what lies in between is left
    /// out.
    /// </summary>
    public IReadOnlyList<SeriesMinute> Totals() =>
    [
        .. Minutes.GroupBy(minute => (minute.Metric, minute.Model, minute.Operation, minute.TokenType))
            .Select(line => line.First() with
            {
                Count = line.Sum(minute => minute.Count),
                Sum = line.All(minute => minute.Sum is not null) ? line.Sum(minute => minute.Sum) : null,
                Min = null,
                Max = null,
                Buckets = [],
            }),
    ];
}

/// <summary>Reads what senders with metrics aggregated themselves.</summary>
public sealed class SenderSeries(NpgsqlDataSource database)
{
    /// <summary>The longest time that one answer covers.</summary>
    public static readonly TimeSpan LongestTime = TimeSpan.FromDays(7);

    /// <summary>Points read for one answer: 7 days of some twenty streams.</summary>
    private const int PointsMax = 200_000;

    /// <summary>How far before the time asked for the last point of each stream is looked for.</summary>
    private static readonly TimeSpan s_ground = TimeSpan.FromHours(1);

    /// <summary>The minutes in [<paramref name="from"/>, <paramref name="to"/>) of one deployment.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than <see cref="LongestTime"/> is asked for.</exception>
    public async Task<SenderMinutes> ReadAsync(
        DeploymentId deployment, DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to - from, LongestTime);
        var points = await PointsAsync(deployment, from - s_ground, to, ct);
        var source = await HasInferencesAsync(deployment, from, to, ct) ? SeriesSource.Spans : SeriesSource.Metrics;
        return new SenderMinutes(source, SeriesMinutes.Of(points, from), points.Count == PointsMax);
    }

    private async Task<List<SeriesPoint>> PointsAsync(
        DeploymentId deployment, DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<SenderSeries>("read_series"));
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = deployment.Value });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = from.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = to.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = PointsMax });
        var points = new List<SeriesPoint>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            points.Add(Point(reader));
        return points;
    }

    private async Task<bool> HasInferencesAsync(
        DeploymentId deployment, DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var days = 1 + (int)(to.UtcDateTime.Date - from.UtcDateTime.Date).TotalDays;
        var first = DateOnly.FromDateTime(from.UtcDateTime);
        await using var command = database.CreateCommand(Sql.Of<SenderSeries>("has_inferences"));
        command.Parameters.Add(new NpgsqlParameter<string[]>
        {
            TypedValue = [.. Enumerable.Range(0, days)
                .Select(day => SegmentHeader.StreamId(deployment.Value, first.AddDays(day)))],
        });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private static SeriesPoint Point(NpgsqlDataReader row) => new(
        row.GetString(0),
        Text(row, 1),
        Text(row, 2),
        Text(row, 3),
        row.GetString(4),
        row.GetString(5),
        Time(row, 6),
        Time(row, 8),
        row.GetBoolean(9),
        row.GetInt64(10),
        Number(row, 11),
        Number(row, 12),
        Number(row, 13),
        JsonSerializer.Deserialize<SeriesBucket[]>(row.GetString(14), FactJson.Options)!);

    private static string? Text(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    private static double? Number(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetDouble(column);

    private static DateTimeOffset Time(NpgsqlDataReader row, int column) =>
        new(row.GetDateTime(column), TimeSpan.Zero);
}
