using System.Text.Json;
using Governance.Server.Access;
using Governance.Server.Intake;
using Governance.Server.Shell.Errors;

namespace Governance.Server.Signals.Alerts;

/// <summary><c>POST /v1/webhooks/alertmanager</c> and <c>/v1/webhooks/grafana</c>.</summary>
internal static class AlertEndpoints
{
    /// <summary>Alerts in one post; Alertmanager's <c>max_alerts</c> keeps below it.</summary>
    private const int MaxAlerts = 500;

    /// <summary>A kilobyte or two an alert, and some more.</summary>
    private static readonly BodyLimits s_limits = new(WireBytes: 1024 * 1024, BodyBytes: 4 * 1024 * 1024);

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { MaxDepth = 16 };

    internal static void MapAlerts(this IEndpointRouteBuilder routes)
    {
        foreach (var source in (AlertSource[])[AlertSource.Alertmanager, AlertSource.Grafana])
        {
            routes.MapPost(
                    $"/v1/webhooks/{source.Word}",
                    (HttpContext http, AlertDesk desk, CancellationToken ct) => TakeAsync(http, desk, source, ct))
                .RequirePermission(Permission.SendBehaviour);
        }
    }

    private static async Task<IResult> TakeAsync(
        HttpContext http, AlertDesk desk, AlertSource source, CancellationToken ct)
    {
        try
        {
            using var body = await RequestBody.ReadAsync(http.Request, s_limits, ct);
            var post = JsonSerializer.Deserialize<AlertPost>(body.Bytes, s_json);
            if (post?.Alerts is not { } alerts || (source.Version is { } version && post.Version != version))
                return NotAPost(source);
            return alerts.Count > MaxAlerts
                ? Problems.Of(
                    StatusCodes.Status413PayloadTooLarge,
                    "too_many_alerts",
                    "Too many alerts",
                    $"One post may have {MaxAlerts} alerts; set max_alerts.")
                : Results.Json(await desk.TakeAsync(post, source, http.User.Actor(), ct), s_json);
        }
        catch (JsonException)
        {
            return NotAPost(source);
        }
        catch (RequestBodyException refused)
        {
            return Problems.Of(refused.Status, "body_unreadable", "The body cannot be read", refused.Message);
        }
    }

    private static IResult NotAPost(AlertSource source) => Problems.Of(
        StatusCodes.Status400BadRequest,
        "not_an_alert_post",
        "This is no post of alerts",
        source.Version is { } version
            ? $"{source.Title}'s webhook sends JSON of version {version} with a list of alerts."
            : $"{source.Title}'s webhook sends JSON with a list of alerts.");
}
