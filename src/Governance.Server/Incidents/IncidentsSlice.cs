using Governance.Server.Access;
using Governance.Server.Incidents.Acts;
using Governance.Server.Incidents.Correlation;
using Governance.Server.Incidents.Queue;
using Governance.Server.Incidents.Room;
using Governance.Server.Incidents.Runbooks;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;
using Governance.Server.Shell;

namespace Governance.Server.Incidents;

/// <summary>Incidents: from a signal or a person to the triage queue, the incident room and the end.</summary>
public static class IncidentsSlice
{
    private const string RunbookFolderKey = "Incidents:RunbookFolder";

    /// <summary>Adds correlation, the queue, metrics and runbooks.</summary>
    public static IServiceCollection AddIncidents(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(IncidentSettings.Read(configuration));
        services.AddStream(IncidentStreams.Incident);
        services.AddHandler(typeof(SignalCorrelationHandler));
        services.AddHandler(typeof(ContainmentCorrelationHandler));
        services.AddHandler(typeof(DamageCorrelationHandler));
        services.AddHandler(typeof(ClockCorrelationHandler));
        services.AddHandler(typeof(ResponderTimerHandler));
        services.AddProjection<IncidentQueue>();
        services.AddFold<IncidentMetrics>();
        services.AddFold<RunbookUses>();
        services.AddSingleton<RunbookReader>();
        services.AddSingleton<RunbookActs>();
        services.AddSingleton<INavCount, IncidentNav>();
        services.AddSingleton<QueueReader>();
        services.AddSingleton<RoomReader>();
        services.AddSingleton<RoomComposer>();
        services.AddSingleton<ServingNow>();
        services.AddSingleton<SignalChart>();
        services.AddSingleton<ActorNames>();
        services.AddSingleton<IncidentActs>();
        services.AddSingleton<Declaring>();
        services.AddSingleton<Retelling>();
        services.AddSingleton(_ => RunbookShelf.Load(
            configuration[RunbookFolderKey] ?? Path.Combine(AppContext.BaseDirectory, "runbooks")));
        return services;
    }

    /// <summary>Maps the queue, the room and everything one can do about an incident.</summary>
    public static IEndpointRouteBuilder MapIncidents(this IEndpointRouteBuilder routes)
    {
        routes.MapQueue();
        routes.MapRoom();
        routes.MapDeclareIncident();
        routes.MapAcknowledge();
        routes.MapRaiseSeverity();
        routes.MapAddNote();
        routes.MapResponders();
        routes.MapMerging();
        routes.MapSeverity();
        routes.MapResolve();
        routes.MapEnding();
        routes.MapRunbooks();
        return routes;
    }
}
