using Governance.Postgres;
using Npgsql;

namespace Governance.Messaging.Outbox;

/// <summary>
/// The destinations' queues and circuits. They are rows, so that every node sees them and a takeover forgets none.
/// </summary>
public sealed class Lines(NpgsqlDataSource database)
{
    /// <summary>Destinations listed at once: more than an installation has.</summary>
    private const int ReadLimit = 500;

    /// <summary>The longest error kept, in characters.</summary>
    private const int MaxErrorLength = 500;

    /// <summary>Every destination with something waiting or with a failure behind it.</summary>
    public async Task<IReadOnlyList<Line>> ListAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<Lines>("list_lines"));
        command.Parameters.AddWithValue(ReadLimit);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var lines = new List<Line>(); // Bounded by ReadLimit.
        while (await reader.ReadAsync(ct))
        {
            lines.Add(new Line(
                reader.GetString(0),
                reader.GetInt64(1),
                await reader.IsDBNullAsync(2, ct) ? null : reader.GetFieldValue<DateTimeOffset>(2),
                reader.GetInt32(3),
                await reader.IsDBNullAsync(4, ct) ? null : reader.GetFieldValue<DateTimeOffset>(4),
                reader.GetBoolean(5),
                await reader.IsDBNullAsync(6, ct) ? null : reader.GetString(6),
                await reader.IsDBNullAsync(7, ct) ? null : reader.GetFieldValue<DateTimeOffset>(7)));
        }

        return lines;
    }

    internal async Task FailedAsync(string destination, string error, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<Lines>("fail_circuit"));
        command.Parameters.AddWithValue(destination);
        command.Parameters.AddWithValue(error.Length <= MaxErrorLength ? error : error[..MaxErrorLength]);
        command.Parameters.AddWithValue(Line.FailuresToOpen);
        command.Parameters.AddWithValue(Line.OpenFor);
        await command.ExecuteNonQueryAsync(ct);
    }

    internal async Task DeliveredAsync(string destination, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<Lines>("close_circuit"));
        command.Parameters.AddWithValue(destination);
        await command.ExecuteNonQueryAsync(ct);
    }
}
