using Governance.EventSourcing.Projections;

namespace Governance.Server.Pipeline;

/// <summary>Runs the asynchronous projections from the server's start to its stop.</summary>
internal sealed class ProjectionHost(ProjectionDaemon daemon) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        daemon.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken) => await daemon.DisposeAsync();
}
