using System.Globalization;
using System.Text.Json;
using Governance.Server.Access;
using Governance.Server.Intake.Line;
using Governance.Server.Intake.Privacy.Drops;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Net.Http.Headers;

namespace Governance.Server.Intake.Lines;

/// <summary>
/// <c>POST /v1/behaviour</c>: behaviour as JSON lines, for senders without OpenTelemetry. Answered only after the
/// commit, as OTLP is.
/// </summary>
internal sealed class LinesEndpoint(
    IntakeLine line,
    ObjectPool<LinesMapper> mappers,
    BodyLimits limits,
    DropBook drops,
    IntakeMetrics metrics,
    TimeProvider clock)
{
    private const string Json = "application/json";

    private const string Takes = "Send application/x-ndjson, application/jsonl or application/json.";

    /// <summary>Past it the sender is asked to come again; what is stored after all is then recognised.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private static readonly NotTaken s_notJson = new(
        StatusCodes.Status400BadRequest,
        "The body is no list of records and no {\"batch\": {…}, \"records\": […]}.");

    /// <summary>Takes one request.</summary>
    public async Task ReceiveAsync(HttpContext context)
    {
        var began = clock.GetTimestamp();
        var length = 0;
        try
        {
            OtlpEndpoint.LiftServerLimit(context);
            var isDocument = IsDocument(context.Request)
                ?? throw new RequestBodyException(StatusCodes.Status415UnsupportedMediaType, Takes);
            using var body = await RequestBody.ReadAsync(context.Request, limits, context.RequestAborted);
            var read = Read(body, isDocument);
            var caller = context.User.FindFirst(Caller.IdClaim)?.Value;
            foreach (var batch in read.Batches)
                batch.Caller = caller;
            await StoreAsync(read, context.User.FindFirst(Caller.IdClaim)?.Value, context.RequestAborted);
            length = body.Length;
            await AnswerAsync(context, read);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The sender has hung up: nobody reads an answer, and what it sends again is recognised.
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (JsonException)
        {
            await RefuseAsync(context, s_notJson);
        }
        catch (Exception error) when (NotTaken.Of(error) is { } refusal)
        {
            await RefuseAsync(context, refusal);
        }
        metrics.Answered(IntakeMetrics.Lines, context.Response.StatusCode, length, clock.GetElapsedTime(began));
    }

    private LinesRead Read(RequestBody body, bool isDocument)
    {
        var mapper = mappers.Get();
        try
        {
            var now = clock.GetUtcNow();
            return isDocument ? mapper.ReadDocument(body.Bytes, now) : mapper.ReadLines(body.Bytes, now);
        }
        finally
        {
            mappers.Return(mapper);
        }
    }

    private async Task StoreAsync(LinesRead read, string? caller, CancellationToken ct)
    {
        foreach (var batch in read.Batches)
            batch.Caller = caller;
        var stored = read.Batches is [var only]
            ? line.StoreAsync(only, ct)
            : Task.WhenAll(read.Batches.Select(batch => line.StoreAsync(batch, ct)));
        await stored.WaitAsync(s_patience, clock, ct);
        metrics.Acknowledged(read);
        foreach (var batch in read.Batches)
            drops.Add(batch);
    }

    private static Task AnswerAsync(HttpContext context, LinesRead read) =>
        read is { Readable: 0, Refused: > 0 }
            ? WriteAsync(
                context, StatusCodes.Status400BadRequest, LinesAnswer.ProblemType, LinesAnswer.Unreadable(read))
            : WriteAsync(context, StatusCodes.Status200OK, LinesAnswer.ContentType, LinesAnswer.Of(read));

    private static Task RefuseAsync(HttpContext context, NotTaken refusal)
    {
        if (refusal.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = wait.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return WriteAsync(context, refusal.Status, LinesAnswer.ProblemType, LinesAnswer.Of(refusal));
    }

    private static Task WriteAsync(HttpContext context, int status, string type, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    /// <summary>True for one JSON document, false for lines, null for anything else.</summary>
    private static bool? IsDocument(HttpRequest request) =>
        !MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? null
        : type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase) ? true
        : type.MediaType.Value is "application/x-ndjson" or "application/ndjson" or "application/jsonl" ? false
        : null;
}
