using Governance.EventSourcing.Projections;

namespace Governance.Server.Pipeline;

/// <summary>
/// Runs the projections from the server's start to its stop. The server is asked nothing before they have caught up,
/// as long as that is soon; a table that takes longer, since it is filled the first time, says so on every page.
/// </summary>
internal sealed class ProjectionHost(ProjectionDaemon daemon, ILogger<ProjectionHost> log) : IHostedService
{
    /// <summary>A halt must not wait for a list: after this the pages show what there is.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await daemon.PrepareAsync(cancellationToken);
        daemon.Start();
        try
        {
            await daemon.WaitForNonStaleProjectionDataAsync(s_patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            log.LogWarning("Some lists are still behind the log; they say so.");
        }
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken) => await daemon.DisposeAsync();
}
