using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Governance.Server.Access;

namespace Governance.Server.Rollouts.Decisions;

/// <summary>
/// POST /ofrep/v1/evaluate/flags/{key}: OFREP's single evaluation. The flag's key is the deployment's name, escaped or
/// not; the value is the version to serve, or <c>halted</c>.
/// </summary>
internal static class OfrepEndpoint
{
    internal static void MapOfrep(this IEndpointRouteBuilder routes) => routes
        .MapPost("/ofrep/v1/evaluate/flags/{**key}", EvaluateAsync)
        .RequirePermission(Permission.AskDecision)
        .DisableAntiforgery();

    private static async Task EvaluateAsync(HttpContext http, Decider decider, DecisionMetrics metrics)
    {
        var key = (string?)http.GetRouteValue("key") ?? "";
        if (decider.HaltOf(key) is { } halted)
        {
            Write(http.Response, key, halted);
            metrics.Count(halted.Variant);
            return;
        }

        var asked = await OfrepRequest.ReadAsync(http.Request.BodyReader, http.RequestAborted);
        if (asked.TargetingKey is not { } person)
        {
            Write(http.Response, StatusCodes.Status400BadRequest, key, asked.ErrorCode!, Explain(asked.ErrorCode!));
        }
        else if (decider.Of(key, person) is { } answer)
        {
            Write(http.Response, key, answer);
            metrics.Count(answer.Variant);
        }
        else
        {
            Write(
                http.Response, StatusCodes.Status404NotFound, key, "FLAG_NOT_FOUND",
                "No deployment of this name has a version to serve.");
        }
    }

    private static void Write(HttpResponse response, string key, in Answer answer)
    {
        response.ContentType = "application/json";
        using var json = new Utf8JsonWriter(response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("key"u8, key);
        json.WriteString("value"u8, answer.Value);
        json.WriteString("reason"u8, answer.Reason);
        json.WriteString("variant"u8, answer.Variant);
        json.WriteStartObject("metadata"u8);
        json.WriteString("decisionId"u8, DecisionId(answer));
        if (answer.Rollout is { } rollout)
        {
            json.WriteString("rolloutId"u8, rollout);
        }

        if (answer.Weight is { } weight)
        {
            json.WriteNumber("weight"u8, weight);
        }

        if (answer.Halt is { } halt)
        {
            json.WriteString("haltId"u8, halt);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(HttpResponse response, int status, string key, string code, string details)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        using var json = new Utf8JsonWriter(response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("key"u8, key);
        json.WriteString("errorCode"u8, code);
        json.WriteString("errorDetails"u8, details);
        json.WriteEndObject();
    }

    /// <summary>
    /// Not a number of its own but what makes the answer repeatable: the log position it rests on, and the bucket.
    /// </summary>
    private static string DecisionId(in Answer answer) => answer.Bucket is { } bucket
        ? string.Create(CultureInfo.InvariantCulture, $"d-{answer.Position}-{bucket}")
        : string.Create(CultureInfo.InvariantCulture, $"d-{answer.Position}");

    private static string Explain(string code) => code switch
    {
        OfrepRequest.TargetingKeyMissing => "context.targetingKey is missing: a person cannot be placed in an arm.",
        OfrepRequest.InvalidContext => "context is not an object.",
        _ => "The body is not a JSON object of at most 64 KiB.",
    };
}
