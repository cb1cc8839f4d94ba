using Governance.EventSourcing.Projections.Parking;
using Governance.EventSourcing.Projections.Running;
using Governance.Postgres;
using Governance.Postgres.Leasing;
using Npgsql;

namespace Governance.EventSourcing.Projections.Generations;

/// <summary>One generation as the registry has it.</summary>
/// <param name="IsCurrent">Whether it has ever held everything that was in the log.</param>
/// <param name="Position">Its checkpoint.</param>
/// <param name="ParkedKeys">Keys that it has set aside.</param>
internal sealed record Generation(int Number, GenerationState State, bool IsCurrent, long Position, long ParkedKeys);

/// <summary>What a generation is for.</summary>
internal enum GenerationState
{
    /// <summary>Readers see it.</summary>
    Live,

    /// <summary>It is being filled beside the live one.</summary>
    Building,

    /// <summary>Nobody wants it; its table goes.</summary>
    Retired,

    /// <summary>Its table is gone, and only its number is remembered.</summary>
    Dropped,
}

/// <summary>The generations of one version of a projection: rows of es_projection, and their tables.</summary>
internal sealed class GenerationTable(ProjectionWork work)
{
    /// <summary>How long a switch may wait for readers, and other readers behind it.</summary>
    private const string SwitchPatience = "500ms";

    /// <summary>How long a drop may: it can be tried again at any time.</summary>
    private const string DropPatience = "100ms";

    private readonly Projection _projection = work.Projection;

    /// <summary>Makes sure that readers have something to read: a first generation and a view of it.</summary>
    public Task PrepareAsync(CancellationToken ct) => TransactAsync(async connection =>
    {
        await RunAsync(connection, "lock_generations", [], ct);
        await RunAsync(connection, "insert_first_generation", [_projection.Name, _projection.Version], ct);
        await RunAsync(connection, "insert_checkpoint", [_projection.Follower], ct);
        var live = (await ReadAsync(connection, ct)).Single(known => known.State == GenerationState.Live);
        if (!await ExistsAsync(connection, work.TableOf(live.Number), ct))
            await ShapeAsync(connection, live.Number, _projection.Shape, ct);
        if (!await ExistsAsync(connection, work.View, ct))
            await ShowAsync(connection, live.Number, ct);
    }, ct);

    /// <summary>Every generation, the oldest first.</summary>
    public async Task<IReadOnlyList<Generation>> ReadAsync(CancellationToken ct)
    {
        await using var connection = await work.Database.OpenConnectionAsync(ct);
        return await ReadAsync(connection, ct);
    }

    /// <summary>Asks for a new generation; where one is being built already, that is it.</summary>
    public Task RequestAsync(CancellationToken ct) => TransactAsync(
        connection => RunAsync(connection, "insert_generation", [_projection.Name, _projection.Version], ct), ct);

    /// <summary>Wants the one that is being built no more.</summary>
    public Task CancelAsync(CancellationToken ct) => TransactAsync(
        connection => RunAsync(
            connection, "retire_generation", [_projection.Name, _projection.Version, "building"], ct),
        ct);

    /// <summary>Makes the table of a generation that is to be built, without its indexes.</summary>
    /// <exception cref="LostTermException">It is wanted no more.</exception>
    public Task OpenAsync(int generation, CancellationToken ct) => TransactAsync(async connection =>
    {
        await HoldAsync(connection, generation, ct);
        await RunAsync(connection, "insert_checkpoint", [work.FollowerOf(generation)], ct);
        await ShapeAsync(connection, generation, _projection.Shape.Take(1), ct);
    }, ct);

    /// <summary>Makes the indexes, once most rows are there.</summary>
    public Task IndexAsync(int generation, CancellationToken ct) => TransactAsync(
        connection => ShapeAsync(connection, generation, _projection.Shape.Skip(1), ct), ct);

    /// <summary>It holds everything that was in the log: readers need not wait for it any more.</summary>
    public Task MarkCaughtUpAsync(int generation, CancellationToken ct) => TransactAsync(
        connection => RunAsync(
            connection, "mark_caught_up", [_projection.Name, _projection.Version, generation], ct),
        ct);

    /// <summary>
    /// Readers see the new generation from now on, all at once; false while somebody reads the old one for long.
    /// </summary>
    /// <exception cref="LostTermException">It is wanted no more, or this node may not.</exception>
    public Task<bool> TrySwitchAsync(int generation, long position, Lease lease, CancellationToken ct) =>
        TryAsync(() => SwitchAsync(generation, position, lease, ct));

    /// <summary>Drops a generation's table and all that is known of it; false while somebody still reads it.</summary>
    public Task<bool> TryDropAsync(int generation, CancellationToken ct) => TryAsync(() => DropAsync(generation, ct));

    private Task SwitchAsync(int generation, long position, Lease lease, CancellationToken ct) =>
        TransactAsync(async connection =>
        {
            var (building, live) = (work.FollowerOf(generation), _projection.Follower);
            await RunAsync(connection, "bound_wait", [SwitchPatience], ct);
            await HoldAsync(connection, generation, ct);
            await using (var fence = new NpgsqlBatch(connection))
            {
                new GenerationWriter(work.Database, building, lease).Begin(fence, position, position);
                await GenerationWriter.ExecuteAsync(fence, ct);
            }

            await RunAsync(connection, "retire_generation", [_projection.Name, _projection.Version, "live"], ct);
            await RunAsync(connection, "make_live", [_projection.Name, _projection.Version, generation], ct);
            await RunAsync(connection, "delete_checkpoint", [live], ct);
            await RunAsync(connection, "rename_checkpoint", [building, live], ct);
            await ParkedKeys.MoveAsync(connection, building, live, ct);
            await ShowAsync(connection, generation, ct);
        }, ct);

    private Task DropAsync(int generation, CancellationToken ct) => TransactAsync(async connection =>
    {
        await RunAsync(connection, "bound_wait", [DropPatience], ct);
        await ExecuteAsync(connection, $"drop table if exists {work.TableOf(generation)}", ct);
        await RunAsync(connection, "delete_checkpoint", [work.FollowerOf(generation)], ct);
        await ParkedKeys.DeleteAsync(connection, work.FollowerOf(generation), ct);
        await RunAsync(connection, "mark_dropped", [_projection.Name, _projection.Version, generation], ct);
        await RunAsync(connection, "forget_generations", [_projection.Name, _projection.Version], ct);
    }, ct);

    private static async Task<bool> TryAsync(Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
    }

    private async Task<IReadOnlyList<Generation>> ReadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql.Of<GenerationTable>("read_generations"), connection);
        command.Parameters.AddWithValue(_projection.Name);
        command.Parameters.AddWithValue(_projection.Version);
        command.Parameters.AddWithValue(_projection.Follower);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var generations = new List<Generation>(); // Bounded by one live, one building and a few not yet dropped.
        while (await reader.ReadAsync(ct))
        {
            generations.Add(new Generation(
                reader.GetInt32(0),
                Enum.Parse<GenerationState>(reader.GetString(1), ignoreCase: true),
                reader.GetBoolean(2),
                reader.GetInt64(3),
                reader.GetInt64(4)));
        }

        return generations;
    }

    private async Task ShapeAsync(
        NpgsqlConnection connection, int generation, IEnumerable<string> statements, CancellationToken ct)
    {
        foreach (var statement in statements)
        {
            await ExecuteAsync(
                connection, statement.Replace("{table}", work.TableOf(generation), StringComparison.Ordinal), ct);
        }
    }

    /// <summary>Until the end of the transaction nobody can give the generation up.</summary>
    private async Task HoldAsync(NpgsqlConnection connection, int generation, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql.Of<GenerationTable>("hold_building"), connection);
        command.Parameters.AddWithValue(_projection.Name);
        command.Parameters.AddWithValue(_projection.Version);
        command.Parameters.AddWithValue(generation);
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
            throw new LostTermException($"Generation {generation} of {_projection.Name} is wanted no more.");
    }

    private Task ShowAsync(NpgsqlConnection connection, int generation, CancellationToken ct) => ExecuteAsync(
        connection, $"create or replace view {work.View} as select * from {work.TableOf(generation)}", ct);

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string relation, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql.Of<GenerationTable>("find_relation"), connection);
        command.Parameters.AddWithValue(relation);
        return await command.ExecuteScalarAsync(ct) is true;
    }

    private static async Task<int> RunAsync(
        NpgsqlConnection connection, string statement, object[] values, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql.Of<GenerationTable>(statement), connection);
        foreach (var value in values)
            command.Parameters.AddWithValue(value);
        return await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Data definition: an index of a large table takes its time.</summary>
    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task TransactAsync(Func<NpgsqlConnection, Task> act, CancellationToken ct)
    {
        await using var connection = await work.Database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await act(connection);
        await transaction.CommitAsync(ct);
    }
}
