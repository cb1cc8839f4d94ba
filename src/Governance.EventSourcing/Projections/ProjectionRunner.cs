using Governance.Postgres;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Governance.EventSourcing.Projections;

/// <summary>
/// One projection's loop. When another node moves the checkpoint first, this one only watches, and takes over when the
/// checkpoint stands still although the log went on.
/// </summary>
internal sealed class ProjectionRunner(
    EventStore store, NpgsqlDataSource database, IProjection projection, TimeProvider clock, ILogger logger)
{
    /// <summary>Events applied in one transaction.</summary>
    private const int PageSize = 500;

    /// <summary>Positions without a wanted event after which the checkpoint is written all the same.</summary>
    private const int UnwrittenPositions = 1_000;

    /// <summary>How long a checkpoint may stand still before a watching node takes over.</summary>
    private static readonly TimeSpan s_takeOverAfter = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan s_watching = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_firstRetry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_lastRetry = TimeSpan.FromSeconds(15);

    private readonly Checkpoints _checkpoints = new(database);
    private readonly ProgressMark _progress = new();
    private volatile string? _failure;

    public ProjectionProgress Progress => new(projection.Name, _progress.Position, _failure);

    /// <summary>Completes once everything up to a position is in the tables.</summary>
    public Task WaitForAsync(long position, CancellationToken ct) => _progress.WaitForAsync(position, ct);

    /// <summary>Follows the log until told to stop; what fails is tried again, later and later.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var retry = s_firstRetry;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                var written = await _checkpoints.ReadAsync(projection.Name, ct);
                _progress.Set(written);
                if (!await ApplyAsync(written, () => retry = s_firstRetry, ct))
                    await WatchAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                _failure = error.Message;
                logger.LogError(error, "Projection {Name} stands at {Position}.", projection.Name, _progress.Position);
                await Task.Delay(retry, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                retry = retry * 2 < s_lastRetry ? retry * 2 : s_lastRetry;
            }
        }
    }

    /// <summary>Empties the tables and goes back to the beginning; only while not running.</summary>
    public async Task ResetAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Checkpoints.ResetAsync(connection, projection.Name, ct);
        await projection.ResetAsync(connection, transaction, ct);
        await transaction.CommitAsync(ct);
        _progress.Reset();
    }

    /// <summary>Applies page after page; false when another node was faster.</summary>
    private async Task<bool> ApplyAsync(long written, Action succeeded, CancellationToken ct)
    {
        var looked = written;
        while (true)
        {
            var page = await store.ReadPageAsync(looked, PageSize, projection.Types, withoutBehaviour: false, ct);
            if (page.Events.Count > 0 || page.Through - written >= UnwrittenPositions)
            {
                if (!await WriteAsync(written, page, ct))
                    return false;
                written = page.Through;
            }

            _failure = null;
            succeeded();
            _progress.Set(page.Through);
            if (page.Through == looked)
                await store.WaitForPastAsync(looked, ct);
            looked = page.Through;
        }
    }

    private async Task<bool> WriteAsync(long written, EventPage page, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // First the checkpoint: its row lock makes a second daemon wait and then see that it came too late.
        if (!await Checkpoints.TryMoveAsync(connection, projection.Name, written, page.Through, ct))
            return false;
        if (page.Events.Count > 0)
            await projection.ApplyAsync(connection, transaction, page.Events, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private async Task WatchAsync(CancellationToken ct)
    {
        var (seen, moved) = (-1L, clock.GetTimestamp());
        while (clock.GetElapsedTime(moved) < s_takeOverAfter)
        {
            var position = await _checkpoints.ReadAsync(projection.Name, ct);
            if (position != seen)
                (seen, moved) = (position, clock.GetTimestamp());
            _progress.Set(position);

            await Task.Delay(s_watching, clock, ct);
        }
    }
}
