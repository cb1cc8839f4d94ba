using Governance.EventSourcing;
using Governance.Server.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Governance.SystemTests.Fixture;

/// <summary>
/// One node's pipeline, and of the slices only what a test adds. Stopping one and starting another on the same database
/// is a restart.
/// </summary>
internal sealed class PipelineNode : IAsyncDisposable
{
    private readonly IHost _host;

    private PipelineNode(IHost host) => _host = host;

    internal IServiceProvider Services => _host.Services;

    internal EventStore Store => Services.GetRequiredService<EventStore>();

    internal Transactor Transactor => Services.GetRequiredService<Transactor>();

    internal Reactions Reactions => Services.GetRequiredService<Reactions>();

    /// <summary>Starts with the background work, or without it when only its parts are wanted.</summary>
    internal static Task<PipelineNode> StartAsync(
        TestDatabase database, Action<IServiceCollection>? add = null, bool working = true) =>
        StartAsync(database.DataSource, add, working);

    /// <summary>The same on a database that the test itself stops and starts.</summary>
    internal static async Task<PipelineNode> StartAsync(
        NpgsqlDataSource database, Action<IServiceCollection>? add = null, bool working = true)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddFilter(level => level >= LogLevel.Critical);
        builder.Services.AddMetrics();
        builder.Services.AddSingleton(database);
        builder.Services.AddPipeline(builder.Configuration);
        add?.Invoke(builder.Services);
        var host = builder.Build();
        if (working)
            await host.StartAsync(TestContext.Current.CancellationToken);
        return new PipelineNode(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
