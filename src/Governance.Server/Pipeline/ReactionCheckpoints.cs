using Governance.Postgres;
using Npgsql;

namespace Governance.Server.Pipeline;

/// <summary>How far each reaction has come: rows of Marten's <c>mt_event_progression</c>, named <c>{Name}:All</c>.</summary>
internal sealed class ReactionCheckpoints(NpgsqlDataSource database)
{
    /// <summary>The last position handled; 0 before the first.</summary>
    public async Task<long> LoadAsync(string name, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<ReactionCheckpoints>("load_checkpoint"));
        command.Parameters.AddWithValue($"{name}:All");
        return await command.ExecuteScalarAsync(ct) is long position ? position : 0;
    }

    /// <summary>Moves on from where this reader left it; false when somebody else has moved it.</summary>
    public async Task<bool> TryMoveAsync(string name, long from, long to, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<ReactionCheckpoints>("move_checkpoint"));
        command.Parameters.AddWithValue($"{name}:All");
        command.Parameters.AddWithValue(from);
        command.Parameters.AddWithValue(to);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }
}
