using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Governance.Domain.OnCall;
using Governance.Server.Access;
using Governance.Server.OnCall.Contacts;
using Governance.Server.Shell.Errors;

namespace Governance.Server.OnCall.Answers;

/// <summary>
/// POST /v1/webhooks/pagerduty: what happens to our pages at PagerDuty, as its webhooks of version 3 tell it (published
/// format, developer.pagerduty.com/docs/webhooks/v3-overview, not tried against the service itself). An acknowledgement
/// there acknowledges here, as the person whose account it is; everything else is taken and changes nothing.
/// </summary>
internal static class PagerDutyEndpoint
{
    /// <summary>Where the shared secret of the subscription lies in the configuration.</summary>
    public const string SecretKey = "OnCall:PagerDutySecret";

    private const string SignatureHeader = "X-PagerDuty-Signature";
    private const string SignatureVersion = "v1=";
    private const string Acknowledged = "incident.acknowledged";

    /// <summary>A subscription sends one event a time, some kilobytes.</summary>
    private const int BodyBytesMax = 256 * 1024;

    internal static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/v1/webhooks/pagerduty", TakeAsync).AllowAnyone("only who knows the secret can sign the body");

    private static async Task<IResult> TakeAsync(
        HttpContext http, IConfiguration configuration, ContactTable contacts, AnswerDesk desk, CancellationToken stop)
    {
        if (configuration[SecretKey] is not { Length: > 0 } secret)
            return Problems.NotFound("subscription of PagerDuty's webhooks: OnCall:PagerDutySecret is not set");
        if (await ReadAsync(http.Request.Body, stop) is not { } body)
            return Problems.Of(413, "body_too_large", "Too large", $"A webhook has at most {BodyBytesMax} bytes.");
        if (!IsSigned(http.Request.Headers[SignatureHeader].ToString(), secret, body))
            return Problems.Of(401, "signature_invalid", "Not signed", "The signature does not fit the body.");
        if (Parse(body)?.Event is not { } told)
            return Problems.Invalid("webhook_invalid", "The body is no webhook of version 3.");
        return Results.Ok(new { acknowledged = await ActAsync(told, contacts, desk, stop) is null });
    }

    /// <summary>Why nothing was acknowledged; null when it was, or had been already.</summary>
    private static async Task<string?> ActAsync(
        PagerEvent told, ContactTable contacts, AnswerDesk desk, CancellationToken stop)
    {
        if (told.EventType != Acknowledged)
            return "not an acknowledgement";
        if (told.Data?.IncidentKey is not { } key || PageKey.IncidentOf(key) is not { } incident)
            return "not a page of ours";
        if (told.Agent?.Id is not { } user || await contacts.FindPagerUserAsync(user, stop) is not { } person)
            return "nobody here has that account";
        return (await desk.AcknowledgeAsync(new Answering(person, incident), stop)).Refusal?.Code;
    }

    private static bool IsSigned(string header, string secret, byte[] body)
    {
        var expected = Encoding.ASCII.GetBytes(SignatureVersion
            + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body)));
        // Several while a secret is being replaced; one that fits is enough.
        return header.Split(',', StringSplitOptions.TrimEntries)
            .Any(one => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), expected));
    }

    private static async Task<byte[]?> ReadAsync(Stream body, CancellationToken stop)
    {
        var buffer = new byte[BodyBytesMax + 1];
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, stop);
        return read > BodyBytesMax ? null : buffer[..read];
    }

    private static PagerWebhook? Parse(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<PagerWebhook>(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record PagerWebhook([property: JsonPropertyName("event")] PagerEvent? Event);

    private sealed record PagerEvent(
        [property: JsonPropertyName("event_type")] string? EventType,
        [property: JsonPropertyName("agent")] PagerAgent? Agent,
        [property: JsonPropertyName("data")] PagerIncident? Data);

    private sealed record PagerAgent([property: JsonPropertyName("id")] string? Id);

    /// <param name="IncidentKey">The deduplication key that our page had.</param>
    private sealed record PagerIncident([property: JsonPropertyName("incident_key")] string? IncidentKey);
}
