using System.Globalization;
using Governance.Server.Intake.Otlp;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Governance.Server.Intake;

/// <summary>
/// OTLP over HTTP: protobuf and JSON, answered in the encoding of the request, and only after the commit.
/// </summary>
internal sealed class OtlpEndpoint(Reception reception, BodyLimits limits, IntakeMetrics metrics, TimeProvider clock)
{
    private const string Protobuf = "application/x-protobuf";
    private const string Json = "application/json";

    /// <summary>Takes a request of one signal.</summary>
    public async Task ReceiveAsync(HttpContext context, TelemetrySignal signal)
    {
        var began = clock.GetTimestamp();
        var length = 0;
        if (IsJson(context.Request) is { } isJson)
        {
            length = await ReceiveAsync(context, signal, isJson);
        }
        else
        {
            var refusal = new NotTaken(StatusCodes.Status415UnsupportedMediaType, $"Send {Protobuf} or {Json}.");
            await RefuseAsync(context, isJson: true, refusal);
        }
        metrics.Answered(signal, context.Response.StatusCode, length, clock.GetElapsedTime(began));
    }

    private async Task<int> ReceiveAsync(HttpContext context, TelemetrySignal signal, bool isJson)
    {
        try
        {
            LiftServerLimit(context);
            using var body = await RequestBody.ReadAsync(context.Request, limits, context.RequestAborted);
            var receipt = await reception.TakeAsync(
                body, signal, isJson, context.User, context.RequestAborted);
            await AnswerAsync(context, isJson, StatusCodes.Status200OK, OtlpAnswer.Of(receipt, signal, isJson));
            return body.Length;
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The sender has hung up: nobody reads an answer, and what it sends again is recognised.
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception error) when (NotTaken.Of(error) is { } refusal)
        {
            await RefuseAsync(context, isJson, refusal);
        }
        return 0;
    }

    private static bool? IsJson(HttpRequest request) =>
        !MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? null
        : type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase) ? true
        : type.MediaType.Equals(Protobuf, StringComparison.OrdinalIgnoreCase) ? false
        : null;

    /// <summary>The limits here answer with a Status; the server's own would cut the connection.</summary>
    internal static void LiftServerLimit(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
            feature.MaxRequestBodySize = null;
    }

    private static Task RefuseAsync(HttpContext context, bool isJson, NotTaken refusal)
    {
        if (refusal.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = wait.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        var status = OtlpAnswer.Status(isJson, refusal.Code, refusal.Message);
        return AnswerAsync(context, isJson, refusal.Status, status);
    }

    private static async Task AnswerAsync(HttpContext context, bool isJson, int status, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = isJson ? Json : Protobuf;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
