using Npgsql;
using NpgsqlTypes;

namespace Governance.Benchmarks;

/// <summary>
/// A, the anchor of every bar: one connection's binary COPY of the benchmark observations as rows of their own into a
/// table with the log's three indexes and a jsonb payload, a durable commit for every 5,000.
/// </summary>
internal static class Anchor
{
    private const int RowsPerCommit = 5_000;

    /// <summary>Rows per second.</summary>
    public static async Task<double> MeasureAsync(
        BenchmarkDatabase database, byte[][] bodies, TimeSpan length, CancellationToken ct)
    {
        await database.ExecuteAsync(
            """
            drop table if exists anchor;
            create table anchor (
                seq bigint primary key, id uuid not null unique, stream text not null, version bigint not null,
                data jsonb not null, type text not null, at timestamptz not null, unique (stream, version))
            """,
            ct);
        await using var connection = await database.DataSource.OpenConnectionAsync(ct);
        var clock = TimeProvider.System;
        var (rows, started) = (0L, clock.GetTimestamp());
        while (clock.GetElapsedTime(started) < length)
        {
            await CopyAsync(connection, bodies, rows, clock.GetUtcNow(), ct);
            rows += RowsPerCommit;
        }

        return rows / clock.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task CopyAsync(
        NpgsqlConnection connection, byte[][] bodies, long from, DateTimeOffset now, CancellationToken ct)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy anchor (seq, id, stream, version, data, type, at) from stdin (format binary)", ct);
        for (var row = from; row < from + RowsPerCommit; row++)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(row, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(Guid.CreateVersion7(now), NpgsqlDbType.Uuid, ct);
            await copy.WriteAsync($"s-{row % 64}", NpgsqlDbType.Text, ct);
            await copy.WriteAsync(row / 64, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(bodies[row % bodies.Length], NpgsqlDbType.Jsonb, ct);
            await copy.WriteAsync("inference.recorded", NpgsqlDbType.Text, ct);
            await copy.WriteAsync(now.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
        }

        await copy.CompleteAsync(ct);
    }
}
