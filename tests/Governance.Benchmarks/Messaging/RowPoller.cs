using Npgsql;

namespace Governance.Benchmarks.Messaging;

/// <summary>
/// The floor: what a queue on PostgreSQL is when nobody thinks about it. A commit for each row sent; workers that each
/// take one row with SKIP LOCKED, handle it, delete it and commit.
/// </summary>
internal static class RowPoller
{
    private const int Workers = 8;

    /// <summary>Rows per second, from the first sending to the last commit of a worker.</summary>
    public static async Task<double> MeasureAsync(
        BenchmarkDatabase database, int callers, TimeSpan length, CancellationToken ct)
    {
        await database.ExecuteAsync(
            "create table polled (n bigint generated always as identity primary key, body json not null)", ct);
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        using var sent = new CancellationTokenSource();
        var polling = Enumerable.Range(0, Workers).Select(_ => Task.Run(() => PollAsync(database, sent.Token, ct)));
        var workers = Task.WhenAll(polling.ToList());
        await ClosedLoop.RunAsync(callers, length, async (_, _) =>
        {
            await using var insert = database.DataSource.CreateCommand("insert into polled (body) values ($1::json)");
            insert.Parameters.AddWithValue("{\"why\":\"measured\"}");
            await insert.ExecuteNonQueryAsync(ct);
        });
        await sent.CancelAsync();
        return (await workers).Sum() / clock.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<long> PollAsync(BenchmarkDatabase database, CancellationToken sent, CancellationToken ct)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(ct);
        for (var handled = 0L; ;)
        {
            var last = sent.IsCancellationRequested;
            if (await TakeAsync(connection, ct))
                handled++;
            else if (last)
                return handled;
        }
    }

    private static async Task<bool> TakeAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var take = new NpgsqlCommand(
            "select n, body::text from polled order by n limit 1 for update skip locked", connection);
        if (await take.ExecuteScalarAsync(ct) is not long row)
            return false;
        await using var done = new NpgsqlCommand("delete from polled where n = $1", connection);
        done.Parameters.AddWithValue(row);
        await done.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }
}
