using Governance.Server.Access;
using Governance.Server.Audit;
using Governance.Server.Behaviour;
using Governance.Server.Clocks;
using Governance.Server.Fleet;
using Governance.Server.Incidents;
using Governance.Server.OnCall;
using Governance.Server.Intake;
using Governance.Server.Operations;
using Governance.Server.Oversight;
using Governance.Server.Pipeline;
using Governance.Server.Rollouts;
using Governance.Server.Signals;

namespace Governance.Server.Shell;

/// <summary>Every slice of the server, one line each: what it adds and what it maps.</summary>
internal static class Slices
{
    internal static void AddSlices(this WebApplicationBuilder builder)
    {
        var (services, configuration) = (builder.Services, builder.Configuration);
        services.AddShell();
        services.AddApiJson();
        services.AddPipeline(configuration);
        services.AddAccess(configuration);
        services.AddOnCall(configuration);
        services.AddIncidents(configuration);
        services.AddClocks(configuration);
        services.AddIntake(configuration);
        services.AddBehaviour();
        services.AddAudit(configuration);
        services.AddFleet(configuration);
        services.AddRollouts(configuration);
        services.AddOversight(configuration);
        services.AddSignals(configuration);
        services.AddOperations();
    }

    internal static void MapSlices(this WebApplication app)
    {
        app.MapShell();
        app.MapAccess();
        app.MapPipeline();
        app.MapOnCall();
        app.MapIncidents();
        app.MapClocks();
        app.MapIntake();
        app.MapBehaviour();
        app.MapAudit();
        app.MapFleet();
        app.MapRollouts();
        app.MapOversight();
        app.MapSignals();
        app.MapOperations();
    }
}
