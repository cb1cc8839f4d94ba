using Governance.Postgres;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Governance.EventSourcing.Appending;

/// <summary>
/// What becomes of a batch that could not be written: its appends are tried again, alone where one of them was refused,
/// or are told why not.
/// </summary>
internal sealed class Setback(Passage passage, AppendQueue queue, NpgsqlDataSource database, ILogger logger)
{
    /// <summary>
    /// Gives every append its verdict or its next try; false when the connection has to be given up. Never throws.
    /// </summary>
    public async Task<bool> MendAsync(Exception error, NpgsqlConnection? connection)
    {
        if (error is not PostgresException refused || StoreUnavailableException.Describes(error))
        {
            Broken(error);
            return false;
        }

        try
        {
            var door = new DoorSession(connection!);
            await door.RollBackAsync(CancellationToken.None);
            door.ForgetStatements();
        }
        catch (Exception further)
        {
            Broken(further);
            return false;
        }

        switch (refused.SqlState)
        {
            case PostgresErrorCodes.LockNotAvailable:
                await TryEndStalledWriterAsync();
                TryAgain(new AppendBlockedException(refused));
                break;
            case PostgresErrorCodes.DeadlockDetected:
                // The door comes first for everybody, so a deadlock means that somebody went around it.
                logger.LogWarning(refused, "The append lost a deadlock; the batch is tried again.");
                TryAgain(new AppendBlockedException(refused));
                break;
            default:
                TryApart(refused);
                break;
        }

        return true;
    }

    /// <summary>Whether a commit on its way was reached is unknown: the ids tell, on a new connection.</summary>
    private void Broken(Exception error)
    {
        foreach (var append in passage.Appends)
            append.MayBeWritten |= passage.MayBeWritten;
        logger.LogWarning(error, "The append connection broke; the batch is tried again.");
        TryAgain(StoreUnavailableException.Describes(error)
            ? new StoreUnavailableException("The store is not available; nothing acknowledged is affected.", error)
            : error);
    }

    private void TryAgain(Exception inTheEnd)
    {
        foreach (var append in passage.Appends)
        {
            if (++append.Tries >= AppendLimits.Tries)
                append.Fail(inTheEnd);
            else
                queue.Return(append);
        }
    }

    /// <summary>One append of the batch cannot be written: each goes alone, and gets its own answer.</summary>
    private void TryApart(PostgresException refused)
    {
        if (passage.Appends is [var only])
        {
            only.Fail(refused);
            return;
        }

        foreach (var append in passage.Appends)
        {
            append.Alone = true;
            queue.Return(append);
        }
    }

    /// <summary>A stalled node stops nobody: whoever holds the lock for longer than three seconds is ended.</summary>
    private async Task TryEndStalledWriterAsync()
    {
        try
        {
            await using var ending = database.CreateCommand(Sql.Of<Setback>("end_stalled_writer"));
            await using var reader = await ending.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                logger.LogWarning(
                    "Ended backend {Pid} ({Application}), which held the append lock for {Seconds:F1} s.",
                    reader.GetInt32(1),
                    reader.GetString(2),
                    reader.GetDouble(3));
            }
        }
        catch (Exception further)
        {
            logger.LogWarning(further, "A stalled writer could not be ended; the next try does.");
        }
    }
}
