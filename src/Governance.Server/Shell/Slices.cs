using Governance.Server.Audit;
using Governance.Server.Operations;
using Governance.Server.Pipeline;

namespace Governance.Server.Shell;

/// <summary>Every slice of the server, one line each: what it adds and what it maps.</summary>
internal static class Slices
{
    internal static void AddSlices(this WebApplicationBuilder builder)
    {
        var (services, configuration) = (builder.Services, builder.Configuration);
        services.AddPipeline(configuration);
        services.AddOperations();
        services.AddAudit(configuration);
    }

    internal static void MapSlices(this WebApplication app)
    {
        app.MapOperations();
        app.MapAudit();
    }
}
