using Governance.Domain;
using Governance.EventSourcing;
using Governance.Server.Access;
using Governance.Server.Pipeline;

namespace Governance.Server.Intake.Completeness;

/// <summary>Comparing what is held with what senders count.</summary>
internal static class CompletenessSetup
{
    /// <summary>Hours in one answer when nothing else is asked: a day.</summary>
    private const int HoursUsual = 24;

    internal static IServiceCollection AddCompleteness(
        this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(CompletenessSettings.Read(configuration));
        services.AddSingleton<CompletenessMetrics>();
        services.AddFold<CompletenessLedger>();
        services.AddSingleton(provider => new CompletenessReader(
            provider.GetRequiredService<CompletenessLedger>(),
            provider.GetRequiredService<EventStore>(),
            provider.GetRequiredService<CompletenessSettings>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<CompletenessWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<CompletenessWatch>());
        return services;
    }

    /// <summary>GET /api/completeness?deployment=…, with <c>hours</c> (24) or <c>asOf</c> a position.</summary>
    internal static void MapCompleteness(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/completeness", AnswerAsync).RequirePermission(Permission.Read);

    private static async Task<IResult> AnswerAsync(
        string deployment, int? hours, long? asOf, CompletenessReader reader, InstallationKey key, CancellationToken ct)
    {
        var id = key.DeploymentOf(deployment);
        var view = asOf is { } position
            ? await reader.AsOfAsync(id, position, ct)
            : reader.Latest(id, Math.Clamp(hours ?? HoursUsual, 1, Domain.Intake.Completeness.HoursMax));
        return Results.Ok(new
        {
            deployment,
            sentence = view.Sentence,
            hours = view.Hours.Select(hour => new
            {
                hour.Hour, hour.Stated, hour.Held, hour.Missing, hour.Unexplained, hour.Instances,
                hour.StatementsLost, hour.Tolerance,
            }),
        });
    }
}
