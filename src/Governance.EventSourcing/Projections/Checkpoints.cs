using Governance.Postgres;
using Npgsql;

namespace Governance.EventSourcing.Projections;

/// <summary>How far each follower of the log is: rows of mt_event_progression, moved only by compare-and-set.</summary>
public sealed class Checkpoints(NpgsqlDataSource database)
{
    /// <summary>The row's name for a projection or subscription.</summary>
    public static string NameOf(string follower) => follower + ":All";

    /// <summary>The position up to which the follower is done; 0 before its first.</summary>
    public async Task<long> ReadAsync(string follower, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<Checkpoints>("read_checkpoint"));
        command.Parameters.AddWithValue(NameOf(follower));
        return await command.ExecuteScalarAsync(ct) as long? ?? 0;
    }

    /// <summary>
    /// Moves the checkpoint in the caller's transaction; false when it is no longer where the caller thinks, that is,
    /// another node has done the work. Then the caller rolls back.
    /// </summary>
    public static async Task<bool> TryMoveAsync(
        NpgsqlConnection connection, string follower, long from, long to, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql.Of<Checkpoints>("move_checkpoint"), connection);
        command.Parameters.AddWithValue(NameOf(follower));
        command.Parameters.AddWithValue(from);
        command.Parameters.AddWithValue(to);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }
}
