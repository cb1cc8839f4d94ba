using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Governance.Domain.Intake;
using Governance.EventSourcing;
using Governance.EventSourcing.Segments;
using Governance.Server.Intake.Segments;

namespace Governance.Benchmarks.Store;

/// <summary>
/// Behaviour in segments: observations are written as JSON lines, hashed to salted leaves and a root, compressed, and
/// durable; then read back and parsed.
/// </summary>
internal static class SegmentCases
{
    private const int Callers = 8;
    private const int PerSegment = 500;
    private const int Deployments = 1_000;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(3);

    public static async Task<IReadOnlyList<Case>> RunAsync(StoreFloor floor, CancellationToken ct)
    {
        var day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        await new SegmentPartitions(floor.Database.DataSource).EnsureAsync(day, ct);
        var observations = Array.ConvertAll(
            floor.Bodies, body => JsonSerializer.Deserialize(body, ObservationJson.Default.Observation)!);

        await LargeAsync(s_warmUp);
        var before = await SizeAsync(floor, ct);
        var large = await LargeAsync(floor.Options.Length);
        var stored = large.PerSecond * floor.Options.Length.TotalSeconds * PerSegment;
        var bytes = (await SizeAsync(floor, ct) - before) / stored;
        var read = await ReadAsync(floor, ct);
        var small = await ClosedLoop.RunAsync(
            Callers, floor.Options.Length, (caller, turn) => SmallAsync(caller + (turn * Callers)));
        return
        [
            floor.OfA("segments of 500 observations, leaves and root", large.PerSecond * PerSegment, 2),
            new Case("bytes on disk an observation", bytes, 1, 110, "B", Better.Lower),
            floor.Rate("segments read and parsed, 1 reader", read, 200_000, "obs/s"),
            floor.Rate("1,000 deployments x 1 observation", small.PerSecond * Deployments, 10_000, "obs/s"),
        ];

        Task<ClosedLoop> LargeAsync(TimeSpan length) => ClosedLoop.RunAsync(
            Callers,
            length,
            (caller, turn) => floor.Store.AppendAsync(
                Request(day, [Take(observations, (caller + (turn * Callers)) * PerSegment, PerSegment)], caller), ct));

        Task SmallAsync(int number) => floor.Store.AppendAsync(
            Request(
                day,
                [.. Enumerable.Range(number * Deployments, Deployments).Select(at => Take(observations, at, 1))],
                first: 0),
            ct);
    }

    private static AppendRequest Request(DateOnly day, Observation[][] segments, int first) => new(
        [.. segments.Select((_, index) => new StreamAppend(Stream(first + index), ExpectedVersion.Any, [s_header]))],
        new AppendMetadata("benchmark"),
        Governed: false,
        Segments: [.. segments.Select((observations, index) => Row(day, observations, index, first + index))]);

    private static readonly NewEvent s_header = new(
        "behaviour.segment_recorded",
        JsonSerializer.SerializeToUtf8Bytes(new { deployment = "d", count = PerSegment, root = new byte[32] }));

    private static string Stream(int deployment) =>
        string.Create(CultureInfo.InvariantCulture, $"behaviour-{deployment}");

    private static SegmentRow Row(DateOnly day, Observation[] observations, int index, int deployment)
    {
        var salt = RandomNumberGenerator.GetBytes(SegmentCodec.SaltLength);
        var encoded = SegmentCodec.Encode(observations, salt);
        return new SegmentRow(
            index,
            day,
            deployment.ToString(CultureInfo.InvariantCulture),
            SegmentCodec.BrotliLines,
            observations.Length,
            encoded.RawLength,
            salt,
            encoded.Root,
            encoded.Body);
    }

    private static Observation[] Take(Observation[] observations, int from, int count) =>
        [.. Enumerable.Range(from, count).Select(at => observations[at % observations.Length])];

    /// <summary>What the tables hold, the log's header rows included.</summary>
    private static async Task<double> SizeAsync(StoreFloor floor, CancellationToken ct)
    {
        await using var command = floor.Database.DataSource.CreateCommand(
            """
            select sum(pg_total_relation_size(c.oid))::float8 from pg_class c
            where c.oid = 'mt_events'::regclass
                or c.oid in (select inhrelid from pg_inherits where inhparent = 'es_segment'::regclass)
            """);
        return (double)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task<double> ReadAsync(StoreFloor floor, CancellationToken ct)
    {
        const int page = 64;
        var table = new SegmentTable(floor.Database.DataSource);
        var head = (await floor.Store.HeadAsync(ct)).Position;
        var clock = TimeProvider.System;
        var (started, read) = (clock.GetTimestamp(), 0L);
        for (var at = 0L; clock.GetElapsedTime(started) < floor.Options.Length; at = (at + page) % head)
        {
            var segments = await table.ReadAsync(
                [.. Enumerable.Range(1, page).Select(next => at + next)], ct);
            read += segments.Sum(one => SegmentCodec.Decode(one.Row.Body, one.Row.RawLength).Count);
        }

        return read / clock.GetElapsedTime(started).TotalSeconds;
    }
}
