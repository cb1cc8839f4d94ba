using Governance.Postgres;
using Governance.Server.Audit.Signing;
using Npgsql;

namespace Governance.Server.Audit.Sweeping;

/// <summary>
/// Self-audit: the whole log at the start, then again and again at a bounded rate, and at once when the database's own
/// statistics say that rows of the log were updated or deleted, which nothing of ours ever does.
/// </summary>
internal sealed class Sweeper(
    NpgsqlDataSource database, LogCopy copy, LogTables tables, LogState state, LogMetrics metrics,
    AuditSettings settings, TimeProvider clock)
{
    /// <summary>Looks until something is wrong or it is stopped.</summary>
    /// <exception cref="LogDamagedException">Something is not what was signed.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        await state.WaitUntilAsync(log => log.Signed is not null, ct);
        var changes = await CountChangesAsync(ct);
        await SweepAllAsync(ct);
        var pass = NewPass();
        while (true)
        {
            await Task.Delay(settings.SweepEvery, clock, ct);
            var counted = await CountChangesAsync(ct);
            if (counted != changes)
            {
                changes = counted;
                await SweepAllAsync(ct);
            }
            else if (await StepAsync(pass, ct))
            {
                pass = NewPass();
            }
        }
    }

    /// <summary>Looks at the whole log as it is signed now, without a pause.</summary>
    /// <exception cref="LogDamagedException">Something is not what was signed.</exception>
    public async Task SweepAllAsync(CancellationToken ct)
    {
        var pass = NewPass();
        while (!await StepAsync(pass, ct))
            ct.ThrowIfCancellationRequested();
    }

    private async Task<bool> StepAsync(Sweep pass, CancellationToken ct)
    {
        if (state.Signed is not { } signed)
            return true;
        var before = pass.At;
        var ended = await pass.StepAsync(signed, settings.SweepRows, ct);
        metrics.Verified(pass.At - before);
        if (ended)
            state.PassEnded(clock.GetUtcNow());
        else
            state.Sweep(pass.At);
        return ended;
    }

    private Sweep NewPass() => new(database, copy, tables);

    private async Task<long> CountChangesAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<Sweeper>("count_changes"));
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
