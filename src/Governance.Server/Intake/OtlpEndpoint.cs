using System.Globalization;
using Governance.Postgres;
using Governance.Server.Intake.Line;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Otlp;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Net.Http.Headers;

namespace Governance.Server.Intake;

/// <summary>
/// OTLP over HTTP. A sender is answered only after the commit; nothing that it sent is lost without being told:
/// unreadable records are counted as rejected, unused ones named in a warning.
/// </summary>
internal sealed class OtlpEndpoint(
    IntakeLine line,
    ObjectPool<ObservationMapper> mappers,
    BodyLimits limits,
    IntakeMetrics metrics,
    TimeProvider clock)
{
    private const string Protobuf = "application/x-protobuf";
    private const string Json = "application/json";

    /// <summary>
    /// Past it the sender is asked to come again: most give up after ten seconds. What is stored after all is
    /// recognised when it comes again.
    /// </summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Takes a request of one signal.</summary>
    public async Task ReceiveAsync(HttpContext context, TelemetrySignal signal)
    {
        var began = clock.GetTimestamp();
        var length = 0;
        var isJson = IsJson(context.Request);
        if (isJson is null)
        {
            await RefuseAsync(
                context, isJson: true, StatusCodes.Status415UnsupportedMediaType, $"Send {Protobuf} or {Json}.");
        }
        else
        {
            length = await ReceiveAsync(context, signal, isJson.Value);
        }
        metrics.Answered(signal, context.Response.StatusCode, length, clock.GetElapsedTime(began));
    }

    private async Task<int> ReceiveAsync(HttpContext context, TelemetrySignal signal, bool isJson)
    {
        try
        {
            LiftServerLimit(context);
            using var body = await RequestBody.ReadAsync(context.Request, limits, context.RequestAborted);
            var answer = signal is TelemetrySignal.Metrics
                ? Metrics(body, isJson)
                : await StoreAsync(body, signal, isJson, context.RequestAborted);
            await AnswerAsync(context, isJson, StatusCodes.Status200OK, answer);
            return body.Length;
        }
        catch (RequestBodyException refused)
        {
            await RefuseAsync(context, isJson, refused.Status, refused.Message);
        }
        catch (OtlpFormatException malformed)
        {
            await RefuseAsync(context, isJson, StatusCodes.Status400BadRequest, malformed.Message);
        }
        catch (Exception error) when (error is TimeoutException || StoreUnavailableException.Describes(error))
        {
            context.Response.Headers.RetryAfter =
                StoreUnavailableException.RetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            await RefuseAsync(
                context, isJson, StatusCodes.Status503ServiceUnavailable, "Not stored yet. Send it again.");
        }
        return 0;
    }

    private async Task<ReadOnlyMemory<byte>> StoreAsync(
        RequestBody body, TelemetrySignal signal, bool isJson, CancellationToken ct)
    {
        var mapped = Map(body, signal, isJson);
        await line.StoreAsync(mapped, ct).WaitAsync(s_patience, clock, ct);
        metrics.Acknowledged(mapped, signal);
        if (mapped.Rejected > 0)
            return OtlpAnswer.Partial(isJson, signal, mapped.Rejected, string.Join("; ", mapped.Reasons));
        return mapped.Unused == 0
            ? OtlpAnswer.Success(isJson)
            : OtlpAnswer.Partial(
                isJson, signal, rejected: 0, $"{mapped.Unused} records tell nothing of a model and were not stored.");
    }

    private MappedBatch Map(RequestBody body, TelemetrySignal signal, bool isJson)
    {
        var mapper = mappers.Get();
        try
        {
            return mapper.Map(body.Bytes, isJson, signal, clock.GetUtcNow());
        }
        finally
        {
            mappers.Return(mapper);
        }
    }

    private static ReadOnlyMemory<byte> Metrics(RequestBody body, bool isJson)
    {
        var points = OtlpMetrics.CountPoints(body.Bytes, isJson);
        return points == 0
            ? OtlpAnswer.Success(isJson)
            : OtlpAnswer.Partial(
                isJson,
                TelemetrySignal.Metrics,
                rejected: 0,
                $"{points} data points were taken but are not used: what a model does is read from traces and logs.");
    }

    private static bool? IsJson(HttpRequest request) =>
        !MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? null
        : type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase) ? true
        : type.MediaType.Equals(Protobuf, StringComparison.OrdinalIgnoreCase) ? false
        : null;

    /// <summary>The limits here answer with a Status; the server's own would cut the connection.</summary>
    private static void LiftServerLimit(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
            feature.MaxRequestBodySize = null;
    }

    private static Task RefuseAsync(HttpContext context, bool isJson, int status, string message)
    {
        var code = status switch
        {
            StatusCodes.Status413PayloadTooLarge => RpcCode.ResourceExhausted,
            StatusCodes.Status503ServiceUnavailable => RpcCode.Unavailable,
            _ => RpcCode.InvalidArgument,
        };
        return AnswerAsync(context, isJson, status, OtlpAnswer.Status(isJson, code, message));
    }

    private static async Task AnswerAsync(HttpContext context, bool isJson, int status, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = isJson ? Json : Protobuf;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
