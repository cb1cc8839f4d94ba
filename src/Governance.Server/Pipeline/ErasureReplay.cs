using Governance.EventSourcing.Erasure;

namespace Governance.Server.Pipeline;

/// <summary>
/// Before anything is read or served: whatever a restored backup of keys or of the database brought back is erased
/// again.
/// </summary>
internal sealed class ErasureReplay(PersonalData personal, ILogger<ErasureReplay> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await personal.ReplayAsync(cancellationToken) is > 0 and var replayed)
            log.LogWarning("{Count} erasures were replayed: a backup was restored.", replayed);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
