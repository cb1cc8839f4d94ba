using Governance.EventSourcing.Projections.Parking;
using Governance.EventSourcing.Projections.Tables;
using Governance.Postgres.Leasing;
using Governance.Postgres;
using Npgsql;

namespace Governance.EventSourcing.Projections.Generations;

/// <summary>
/// Rows, parked events and checkpoint of one generation in one transaction, which fails as a whole when the checkpoint
/// is not where this node thinks or the lease is over.
/// </summary>
internal sealed class GenerationWriter(NpgsqlDataSource database, string follower, Lease lease)
{
    /// <summary>The position up to which the generation is written.</summary>
    public async Task<long> PositionAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<Checkpoints>("read_checkpoint"));
        command.Parameters.AddWithValue(follower);
        return await command.ExecuteScalarAsync(ct) as long? ?? throw new LostTermException($"{follower} is gone.");
    }

    /// <summary>
    /// Ends a transaction that somebody left open on this generation: a node that stalled in the middle of one would
    /// hold the checkpoint's row past its lease.
    /// </summary>
    public async Task EndStalledAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<GenerationWriter>("end_stalled_writer"));
        command.Parameters.AddWithValue(follower);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Writes a window.</summary>
    /// <param name="released">A parked key that this window has tried again, or null.</param>
    /// <exception cref="LostTermException">Another node works on this generation, or it is wanted no more.</exception>
    public async Task WriteAsync(
        long from, long to, RowWindow window, ParkedKeys parked, string? released, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        Begin(batch, from, to);
        parked.AddTo(batch, released);
        window.AddTo(batch);
        await ExecuteAsync(batch, ct);
        window.Written();
        parked.Written();
    }

    /// <summary>The statements that every transaction of a generation begins with.</summary>
    public void Begin(NpgsqlBatch batch, long from, long to)
    {
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Sql.Of<GenerationWriter>("enter_generation"))
        {
            Parameters = { new() { Value = follower } },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Sql.Of<GenerationWriter>("move_checkpoint"))
        {
            Parameters =
            {
                new() { Value = follower },
                new() { Value = from },
                new() { Value = to },
                new() { Value = lease.Name },
                new() { Value = lease.Holder },
                new() { Value = lease.Epoch },
            },
        });
    }

    /// <summary>Runs a batch that begins with <see cref="Begin"/>.</summary>
    public static async Task ExecuteAsync(NpgsqlBatch batch, CancellationToken ct)
    {
        try
        {
            await batch.ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException error) when (error.SqlState is "MT010" or "MT011")
        {
            throw new LostTermException(error.MessageText);
        }
    }
}

/// <summary>This node may no longer write a generation; nothing of what it tried is written.</summary>
internal sealed class LostTermException(string message) : Exception(message);

/// <summary>The log goes on with an event type that this binary does not know.</summary>
internal sealed class UnknownEventException(string type, long position)
    : Exception($"stops before {position}: this binary does not know {type}");
