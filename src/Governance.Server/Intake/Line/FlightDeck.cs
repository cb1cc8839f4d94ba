using Governance.EventSourcing;
using Governance.EventSourcing.Segments;
using Governance.Postgres;
using Governance.Server.Intake.Seen;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Server.Intake.Line;

/// <summary>Stores flights: one append each, with segments, recent ids and waiting sets in the same commit.</summary>
internal sealed class FlightDeck(
    NpgsqlDataSource database,
    EventStore store,
    SegmentPartitions partitions,
    Registrar registrar,
    FlightWriter writer,
    TimeProvider clock) : IFlightDeck
{
    /// <summary>A set this long past its deadline was left by a node that is gone.</summary>
    private static readonly TimeSpan s_abandoned = TimeSpan.FromSeconds(5);

    /// <summary>How often ids past the window are deleted.</summary>
    private static readonly TimeSpan s_sweep = TimeSpan.FromMinutes(10);

    private long _recalledTo;
    private bool _recalledBefore;
    private DateTimeOffset _swept;

    // Changes after a failure: what may have been stored in spite of it is then told like another node's.
    private Guid _node = Guid.CreateVersion7(clock.GetUtcNow());

    public async Task<FlightEnd> StoreAsync(Flight flight, CancellationToken ct)
    {
        try
        {
            var now = clock.GetUtcNow();
            var day = DateOnly.FromDateTime(now.UtcDateTime);
            await registrar.EnsureAsync(flight.Ready.Select(one => one.Sender).Distinct(), ct);
            await partitions.EnsureAsync(day, ct);
            var kept = flight.Waiting.Count == 0
                ? null
                : new WaitingSet(Guid.CreateVersion7(now), now + WaitingRoom.Patience, [.. flight.Waiting]);
            if (writer.Write(flight, kept, day, new Recall(_recalledTo, _node)) is { } written)
                return new FlightEnd(Error: null, kept, await written.CommitAsync(store, ct));
            await ChangeWaitingAsync(flight.Releases, kept, ct);
            return new FlightEnd(Error: null, kept);
        }
        catch (Exception error)
        {
            _node = Guid.CreateVersion7(clock.GetUtcNow());
            if (error is StoreUnavailableException || !StoreUnavailableException.Describes(error))
                throw;
            throw new StoreUnavailableException("Observations could not be stored.", error);
        }
    }

    public async Task<IReadOnlyList<WaitingSet>> RecallAsync(
        SeenIds seen, Action<SeenBlock> learn, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(ct);
        if (!_recalledBefore)
        {
            await SeenTable.ReadForgottenAsync(
                connection, (deployment, to) => seen.Of(deployment).Forgot(to), ct);
        }
        _recalledTo = await SeenTable.ReadAsync(
            connection, _recalledTo, _node, now - SeenWindow.Length, learn, ct);
        if (now - _swept >= s_sweep)
        {
            await SeenTable.ForgetAsync(connection, now - SeenWindow.Length, seen.Floors(now), ct);
            _swept = now;
        }
        var waiting = await WaitingAsync(connection, ct);
        _recalledBefore = true;
        return waiting;
    }

    private async Task<List<WaitingSet>> WaitingAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql.Of<FlightDeck>("list_waiting_sets"), connection);
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = !_recalledBefore });
        command.Parameters.Add(new NpgsqlParameter<DateTime>
        {
            TypedValue = (clock.GetUtcNow() - s_abandoned).UtcDateTime,
        });
        var sets = new List<WaitingSet>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var items = WaitingCodec.Decode(reader.GetFieldValue<byte[]>(2));
            var deadline = new DateTimeOffset(reader.GetDateTime(1), TimeSpan.Zero);
            sets.Add(new WaitingSet(reader.GetGuid(0), deadline, items));
        }
        return sets;
    }

    /// <summary>
    /// When nothing at all is ready there is no event to append, and nothing to guard but the sets themselves.
    /// </summary>
    private async Task ChangeWaitingAsync(
        IReadOnlyList<WaitingRelease> releases, WaitingSet? kept, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        for (var i = 0; i < releases.Count; i++)
        {
            await using var take = new NpgsqlCommand(Sql.Of<FlightDeck>("take_waiting_set"), connection, transaction);
            take.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = releases[i].Set.Id });
            if (await take.ExecuteScalarAsync(ct) is null)
                throw new RowGuardFailedException(index: i + 1, rows: 0);
        }
        foreach (var set in releases.Select(release => release.Rest).Append(kept).OfType<WaitingSet>())
        {
            await using var keep = new NpgsqlCommand(Sql.Of<FlightDeck>("insert_waiting_set"), connection, transaction);
            foreach (var value in WaitingCodec.Row(set))
                keep.Parameters.Add(value.ToParameter(firstPosition: 0, clock.GetUtcNow()));
            await keep.ExecuteNonQueryAsync(ct);
        }
        await transaction.CommitAsync(ct);
    }
}

/// <summary>Up to where this process knows what others stored, and the name under which it stores.</summary>
internal readonly record struct Recall(long Position, Guid Node);
