using Governance.Server.Audit.Exporting;
using Governance.Server.Audit.Pages;
using Governance.Server.Audit.Publishing;
using Governance.Server.Audit.Signing;
using Governance.Server.Audit.Sweeping;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.Transparency.Notes;

namespace Governance.Server.Audit;

/// <summary>The log made evident: signed, served, swept, exported, searched.</summary>
public static class AuditSlice
{
    /// <summary>Adds signing, self-audit and the search table.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(AuditSettings.Read(configuration));
        services.AddSingleton<INoteSigner>(provider =>
        {
            var settings = provider.GetRequiredService<AuditSettings>();
            return SigningKey.Open(settings.Folder, settings.Origin);
        });
        services.AddSingleton<RowLeaves>();
        services.AddSingleton<LogTables>();
        services.AddSingleton<LogCopy>();
        services.AddSingleton<LogState>();
        services.AddSingleton<LogMetrics>();
        services.AddSingleton<Damages>();
        services.AddSingleton<Integrator>();
        services.AddSingleton<Sweeper>();
        services.AddSingleton<LogReader>();
        services.AddSingleton<PayloadFiles>();
        services.AddSingleton<LogExport>();
        services.AddProjection<FactTable>();
        services.AddSingleton<FactSearch>();
        services.AddSingleton<StoredPayloads>();
        services.AddSingleton<IStandingWarning, DamageWarning>();
        services.AddSingleton(provider => new FactProofs(
            provider.GetRequiredService<LogReader>(),
            provider.GetRequiredService<StoredPayloads>(),
            provider.GetRequiredService<INoteSigner>()));
        services.AddSingleton<LogViewReader>();
        services.AddHostedService<LogKeeper>();
        return services;
    }

    /// <summary>Maps <c>/log</c> and <c>/audit</c>.</summary>
    public static IEndpointRouteBuilder MapAudit(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapLog();
        endpoints.MapAuditPages();
        endpoints.MapResume();
        return endpoints;
    }
}
