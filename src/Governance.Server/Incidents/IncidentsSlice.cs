using Governance.Server.Incidents.Correlation;
using Governance.Server.Incidents.Queue;
using Governance.Server.Incidents.Runbooks;
using Governance.Server.Pipeline;

namespace Governance.Server.Incidents;

/// <summary>Incidents: from a signal or a person to the triage queue, the incident room and the end.</summary>
public static class IncidentsSlice
{
    private const string RunbookFolderKey = "Incidents:RunbookFolder";

    /// <summary>Adds correlation, the queue, metrics and runbooks.</summary>
    public static IServiceCollection AddIncidents(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddReaction<SignalCorrelation>();
        services.AddReaction<ContainmentCorrelation>();
        services.AddProjection<IncidentQueue>();
        services.AddFold<IncidentMetrics>();
        services.AddSingleton<QueueReader>();
        services.AddSingleton(_ => RunbookShelf.Load(
            configuration[RunbookFolderKey] ?? Path.Combine(AppContext.BaseDirectory, "runbooks")));
        return services;
    }
}
