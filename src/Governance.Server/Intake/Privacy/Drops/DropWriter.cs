using Governance.Postgres;

namespace Governance.Server.Intake.Privacy.Drops;

/// <summary>Writes this node's counts down every few seconds, and once more when it stops.</summary>
internal sealed class DropWriter(DropBook book, DropTable table, TimeProvider clock, ILogger<DropWriter> log)
    : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(5);

    /// <summary>A stop does not wait longer for counts.</summary>
    private static readonly TimeSpan s_last = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(s_every, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            using var last = new CancellationTokenSource(s_last, clock);
            await WriteAsync(stoppingToken.IsCancellationRequested ? last.Token : stoppingToken);
        }
    }

    private async Task WriteAsync(CancellationToken ct)
    {
        var counts = book.Take();
        try
        {
            await table.AddAsync(counts, ct);
        }
        catch (Exception failure) when (
            failure is OperationCanceledException || StoreUnavailableException.Describes(failure))
        {
            log.LogDebug(failure, "Counts of what was not kept are written down later.");
            book.Return(counts);
        }
    }
}
