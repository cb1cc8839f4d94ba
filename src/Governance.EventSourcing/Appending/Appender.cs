using Governance.EventSourcing.Reading;
using Governance.Postgres;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Governance.EventSourcing.Appending;

/// <summary>
/// The group commit: one per process, writes whatever waits as one transaction, over one held connection whose
/// statements stay prepared.
/// </summary>
internal sealed class Appender(NpgsqlDataSource database, CommittedLog log, ILogger logger) : IAsyncDisposable
{
    private readonly StreamHeads _heads = new();
    private NpgsqlConnection? _connection;

    /// <summary>Writes a batch and tells every caller its verdict; never throws.</summary>
    public async Task WriteAsync(IReadOnlyList<EncodedAppend> batch, CancellationToken ct)
    {
        try
        {
            await TryWriteAsync(batch, ct);
        }
        catch (Exception error)
        {
            await AbandonAsync();
            var verdict = StoreUnavailableException.Describes(error)
                ? new StoreUnavailableException("The store is not available; nothing acknowledged is affected.", error)
                : error;
            foreach (var append in batch)
                append.Fail(verdict);
        }
        finally
        {
            _heads.Trim();
        }
    }

    public async ValueTask DisposeAsync() => await AbandonAsync();

    private async Task TryWriteAsync(IReadOnlyList<EncodedAppend> batch, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var session = new DoorSession(await ConnectAsync(ct), _heads);
            try
            {
                await PassAsync(session, batch, ct);
                return;
            }
            catch (PostgresException waited) when (IsLockTimeout(waited) && attempt < AppendLimits.Attempts)
            {
                await session.RollBackAsync(ct);
                await EndStalledWriterAsync(ct);
            }
            catch (PostgresException lost) when (IsDeadlock(lost) && attempt < AppendLimits.Attempts)
            {
                // The door comes first for everybody, so a deadlock means that somebody went around it.
                logger.LogWarning(lost, "The append lost a deadlock; the batch is tried again.");
                await session.RollBackAsync(ct);
            }
            catch (PostgresException blocked) when (IsLockTimeout(blocked) || IsDeadlock(blocked))
            {
                await session.RollBackAsync(ct);
                _heads.Forget();
                foreach (var append in batch)
                    append.Fail(new AppendBlockedException(blocked));
                return;
            }
            catch (PostgresException refused) when (!StoreUnavailableException.Describes(refused))
            {
                await session.RollBackAsync(ct);
                await WriteApartAsync(batch, refused, ct);
                return;
            }
            catch (Exception broken) when (
                StoreUnavailableException.Describes(broken) && attempt < AppendLimits.Attempts)
            {
                // Whether a commit on its way was reached is unknown: the ids tell, on a new connection.
                logger.LogWarning(broken, "The append connection broke; the batch is tried again.");
                await AbandonAsync();
                foreach (var append in batch)
                    append.MayBeWritten = true;
            }
        }
    }

    private async Task PassAsync(DoorSession session, IReadOnlyList<EncodedAppend> batch, CancellationToken ct)
    {
        var plan = await session.EnterAsync(batch, ct);
        await session.JudgeAsync(plan, batch, ct);
        await session.WriteAsync(plan, ct);
        if (plan.Placed.Count > 0)
        {
            foreach (var (streamId, moved) in plan.Moved)
                _heads.Set(streamId, moved.Head);
            _heads.MoveTo(plan.Entered with { Position = plan.LastPosition });
            log.Add(EventRows.Recorded(plan));
        }

        log.Advance(plan.LastPosition);

        plan.TellVerdicts();
    }

    /// <summary>One append of the batch cannot be written: each goes alone, and gets its own answer.</summary>
    private async Task WriteApartAsync(
        IReadOnlyList<EncodedAppend> batch, PostgresException refused, CancellationToken ct)
    {
        _heads.Forget();
        if (batch.Count == 1)
        {
            batch[0].Fail(refused);
            return;
        }

        foreach (var append in batch)
            await TryWriteAsync([append], ct);
    }

    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken ct)
    {
        if (_connection is { State: System.Data.ConnectionState.Open })
            return _connection;
        await AbandonAsync();
        return _connection = await database.OpenConnectionAsync(ct);
    }

    private async Task AbandonAsync()
    {
        _heads.Forget();
        if (_connection is not { } connection)
            return;
        _connection = null;
        await connection.DisposeAsync();
    }

    /// <summary>A stalled node stops nobody: whoever holds the lock for longer than three seconds is ended.</summary>
    private async Task EndStalledWriterAsync(CancellationToken ct)
    {
        await using var ending = database.CreateCommand(Sql.Of<Appender>("end_stalled_writer"));
        await using var reader = await ending.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            logger.LogWarning(
                "Ended backend {Pid} ({Application}), which held the append lock for {Seconds:F1} s.",
                reader.GetInt32(1),
                reader.GetString(2),
                reader.GetDouble(3));
        }
    }

    private static bool IsLockTimeout(PostgresException error) => error.SqlState == PostgresErrorCodes.LockNotAvailable;

    private static bool IsDeadlock(PostgresException error) => error.SqlState == PostgresErrorCodes.DeadlockDetected;
}
