using Governance.Server.Behaviour.Exporting;
using Governance.Server.Behaviour.Index;
using Governance.Server.Behaviour.Pages;
using Governance.Server.Behaviour.Reading;
using Governance.Server.Behaviour.Searching;
using Governance.Server.Behaviour.Trees;
using Governance.Server.Pipeline;

namespace Governance.Server.Behaviour;

/// <summary>Behaviour found again: searched, shown as trees, read one by one with their proofs, taken away.</summary>
public static class BehaviourSlice
{
    /// <summary>Adds the index over segments and the search. Needs the pipeline and intake's segments.</summary>
    public static IServiceCollection AddBehaviour(this IServiceCollection services)
    {
        services.AddProjection<SegmentIndex>();
        services.AddReaction<SegmentFilters>();
        services.AddSingleton<SegmentLooks>();
        services.AddSingleton<SegmentBodies>();
        services.AddSingleton<SearchMetrics>();
        services.AddSingleton<BehaviourSearch>();
        services.AddSingleton<SegmentShelf>();
        services.AddSingleton<PeriodIndex>();
        services.AddSingleton<TreeReader>();
        services.AddSingleton<BehaviourExporter>();
        services.AddSingleton<ExportEndpoints.ExportDoor>();
        return services;
    }

    /// <summary>Maps <c>/behaviour</c> and <c>/api/behaviour</c>.</summary>
    public static IEndpointRouteBuilder MapBehaviour(this IEndpointRouteBuilder routes)
    {
        routes.MapSearch();
        routes.MapObservations();
        routes.MapTrees();
        routes.MapBehaviourExport();
        return routes;
    }
}
