using Governance.Messaging.Outbox;
using Governance.Server.OnCall.Answers;
using Governance.Server.OnCall.Contacts;
using Governance.Server.OnCall.Ladders;
using Governance.Server.OnCall.Pages;
using Governance.Server.OnCall.Schedules;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;
using Governance.Server.Shell;

namespace Governance.Server.OnCall;

/// <summary>Paging: ladders, their timers, pages and their attempts.</summary>
public static class OnCallSlice
{
    /// <summary>Adds escalation by the configured ladder.</summary>
    public static IServiceCollection AddOnCall(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(_ => OnCallPolicy.Read(configuration));
        services.AddSingleton(_ => Calendars.Load(configuration));
        services.AddSingleton<CrewFinder>();
        services.AddSingleton<ContactTable>();
        services.AddSingleton<ContactDesk>();
        services.AddSingleton<AnswerLinks>();
        services.AddSingleton<AnswerDesk>();
        services.AddSingleton<PagesReport>();
        services.AddSingleton<LadderCoverage>();
        services.AddSingleton<IStandingWarning, OnCallWarning>();
        services.AddSingleton<LadderDesk>();
        services.AddSingleton<EscalationPlanner>();
        services.AddSingleton<IAttemptLog, PageAttempts>();
        services.AddSingleton<IAttemptLog, ChannelAttempts>();
        services.AddSingleton<ChannelDesk>();
        services.AddSingleton<ScheduleDesk>();
        return services
            .AddStream(OnCallStreams.Escalation)
            .AddHandler(typeof(EscalationRunnerHandler))
            .AddHandler(typeof(EscalationStepHandler))
            .AddFold<Rosters>()
            .AddFold<LadderBook>()
            .AddFold<RunningLadders>()
            .AddFold<PageLedger>()
            .AddFold<PagingHealth>()
            .AddFold<ChannelTests>()
            .AddFold<UnansweredLadders>();
    }

    /// <summary>Maps what others may ask.</summary>
    public static IEndpointRouteBuilder MapOnCall(this IEndpointRouteBuilder routes)
    {
        ExhaustedEscalationsEndpoint.Map(routes);
        ChannelEndpoints.Map(routes);
        SchedulePages.Map(routes);
        ScheduleApi.Map(routes);
        LadderEndpoints.Map(routes);
        EscalationEndpoints.Map(routes);
        ContactPages.Map(routes);
        ContactApi.Map(routes);
        AnswerEndpoint.Map(routes);
        PagesEndpoint.Map(routes);
        routes.ServiceProvider.GetRequiredService<LadderCoverage>();
        PagerDutyEndpoint.Map(routes);
        return routes;
    }
}
