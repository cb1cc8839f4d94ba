using System.Security.Cryptography;
using System.Text.Json;
using Governance.Domain.Intake;
using Governance.EventSourcing;
using Governance.Postgres;
using Governance.Server.Intake.Mapping;
using Governance.Server.Pipeline;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Server.Intake.Series;

/// <summary>
/// Stores what senders aggregated: a fact in the log and, in the same commit, its rows to read by. A fact's id is made
/// of what it says, so a request that is sent again, also to another node, adds nothing.
/// </summary>
internal sealed class SeriesLine(EventStore store, Registrar registrar, NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>How long rows are kept to read by; the facts stay.</summary>
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(90);

    /// <summary>How often rows past that are deleted.</summary>
    private static readonly TimeSpan s_sweep = TimeSpan.FromHours(1);

    private DateTimeOffset _swept;

    /// <summary>Durable when it returns.</summary>
    public async Task StoreAsync(SeriesBatch batch, CancellationToken ct)
    {
        if (batch.Points.Count == 0)
            return;
        await registrar.EnsureAsync(batch.Points.Select(one => one.Sender).Distinct(), ct);
        foreach (var sent in batch.Points.GroupBy(one => one.Sender, one => one.Point))
        {
            foreach (var points in sent.Chunk(BehaviourEvent.SeriesLimit))
                await store.AppendAsync(AppendOf(sent.Key, points), ct);
        }
        await SweepAsync(ct);
    }

    private AppendRequest AppendOf(Sender sender, SeriesPoint[] points)
    {
        var fact = new BehaviourEvent.SeriesRecorded(
            sender.Deployment.Value, sender.Name, sender.Environment, points);
        var id = new Guid(SHA256.HashData(EventTypes.Encode(fact).Data.Span).AsSpan(0, 16), bigEndian: true);
        var stream = $"series-{fact.Deployment}-{clock.GetUtcNow():yyyyMMdd}";
        return new AppendRequest(
            [new StreamAppend(stream, ExpectedVersion.Any, [EventTypes.Encode(fact, id)], "series")],
            new AppendMetadata(Actor: "system-intake"),
            Writes: [RowsOf(fact)],
            Governed: false);
    }

    /// <summary>Of a stream's cumulative points within a minute only the last one tells anything.</summary>
    private static JoinedWrite RowsOf(BehaviourEvent.SeriesRecorded fact)
    {
        var rows = fact.Points
            .GroupBy(point => (point.Stream, point.StartedAt, SeriesMinutes.KeyTimeOf(point)))
            .Select(same => same.MaxBy(point => point.At)!)
            .ToArray();
        return new JoinedWrite(Sql.Of<SeriesLine>("insert_series"),
        [
            JoinedValue.Of(fact.Deployment, NpgsqlDbType.Text),
            Column(NpgsqlDbType.Text, point => point.Metric),
            Column(NpgsqlDbType.Text, point => point.Model),
            Column(NpgsqlDbType.Text, point => point.Operation),
            Column(NpgsqlDbType.Text, point => point.TokenType),
            Column(NpgsqlDbType.Text, point => point.Source),
            Column(NpgsqlDbType.Text, point => point.Stream),
            Column(NpgsqlDbType.TimestampTz, point => point.StartedAt.UtcDateTime),
            Column(NpgsqlDbType.TimestampTz, point => SeriesMinutes.KeyTimeOf(point).UtcDateTime),
            Column(NpgsqlDbType.TimestampTz, point => point.At.UtcDateTime),
            Column(NpgsqlDbType.Boolean, point => point.IsCumulative),
            Column(NpgsqlDbType.Bigint, point => point.Count),
            Column(NpgsqlDbType.Double, point => point.Sum),
            Column(NpgsqlDbType.Double, point => point.Min),
            Column(NpgsqlDbType.Double, point => point.Max),
            Column(NpgsqlDbType.Text, point => JsonSerializer.Serialize(point.Buckets, FactJson.Options)),
        ]);

        JoinedValue Column<T>(NpgsqlDbType type, Func<SeriesPoint, T> read) =>
            JoinedValue.Of(rows.Select(read).ToArray(), NpgsqlDbType.Array | type);
    }

    private async Task SweepAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (now - _swept < s_sweep)
            return;
        _swept = now;
        await using var command = database.CreateCommand(Sql.Of<SeriesLine>("delete_old_series"));
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = (now - s_kept).UtcDateTime });
        await command.ExecuteNonQueryAsync(ct);
    }
}
