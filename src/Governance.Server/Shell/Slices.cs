using Governance.Server.Operations;

namespace Governance.Server.Shell;

/// <summary>Every slice of the server, one line each: what it adds and what it maps.</summary>
internal static class Slices
{
    internal static void AddSlices(this WebApplicationBuilder builder)
    {
        var (services, _) = (builder.Services, builder.Configuration);
        services.AddOperations();
    }

    internal static void MapSlices(this WebApplication app)
    {
        app.MapOperations();
    }
}
