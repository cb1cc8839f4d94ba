using Governance.Server.Access;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Privacy;
using Governance.Server.Shell;
using Microsoft.Extensions.ObjectPool;

namespace Governance.Server.Intake.Lines;

/// <summary>Behaviour as JSON lines: the endpoint and the schema that it publishes.</summary>
internal static class LinesSetup
{
    /// <summary>Mappers kept between requests; more are made when more requests come at once.</summary>
    private const int MappersKept = 16;

    internal static IServiceCollection AddLines(this IServiceCollection services)
    {
        services.AddSingleton<ObjectPool<LinesMapper>>(provider =>
            new DefaultObjectPool<LinesMapper>(new MapperPolicy(provider), MappersKept));
        return services.AddSingleton<LinesEndpoint>();
    }

    /// <summary>At the port of OTLP and at that of the pages, whichever a sender can reach.</summary>
    internal static void MapLines(this IEndpointRouteBuilder routes)
    {
        var endpoint = routes.ServiceProvider.GetRequiredService<LinesEndpoint>();
        routes.MapPost("/v1/behaviour", endpoint.ReceiveAsync)
            .OnlyThrough(Door.OtlpHttp, Door.Web)
            .ForSenders(routes.ServiceProvider);
        routes.MapGet(LineSchema.Path, () => Results.Bytes(LineSchema.Json, LineSchema.ContentType))
            .OnlyThrough(Door.OtlpHttp, Door.Web)
            .AllowAnyone("The published form of a line holds nothing of this installation.");
    }

    private sealed class MapperPolicy(IServiceProvider services) : PooledObjectPolicy<LinesMapper>
    {
        public override LinesMapper Create() => new(
            services.GetRequiredService<Senders>(),
            services.GetRequiredService<InstallationKey>(),
            services.GetRequiredService<PseudonymKeys>());

        public override bool Return(LinesMapper obj) => true;
    }
}
