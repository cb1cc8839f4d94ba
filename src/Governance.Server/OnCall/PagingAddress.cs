using System.Text;
using System.Text.Json;
using Governance.Messaging.Mail;
using Governance.Messaging.Outbox;

namespace Governance.Server.OnCall;

/// <summary>The language of a receiver.</summary>
internal enum PageFormat
{
    /// <summary>This product's own JSON object.</summary>
    Webhook,

    /// <summary>Plain text by mail.</summary>
    Mail,

    /// <summary><c>{"text": …}</c>, as Slack's incoming webhooks and those like them take it.</summary>
    Slack,

    /// <summary>PagerDuty's Events API v2, an event that triggers.</summary>
    PagerDuty,
}

/// <summary>What is to be said, in no receiver's language yet.</summary>
/// <param name="Summary">One line.</param>
/// <param name="Text">The same for a human's eyes, several lines.</param>
/// <param name="Urgency"><c>critical</c>, <c>error</c>, <c>warning</c> or <c>info</c>.</param>
/// <param name="Url">Where to go on.</param>
/// <param name="Json">The object that a plain webhook gets.</param>
internal sealed record Notice(string Summary, string Text, string Urgency, string Url, byte[] Json);

/// <summary>Where and how somebody is reached. May hold a credential, so it is never shown or logged.</summary>
/// <param name="RoutingKey">PagerDuty's key of the service; null for the others.</param>
internal sealed record PagingAddress(string Url, PageFormat Format, string? RoutingKey = null)
{
    private const string Json = "application/json";

    // Not the plain type: a body with a key in it is not copied into a dead letter.
    private const string SecretJson = "application/json; charset=utf-8";

    /// <summary>The format's name in configuration, facts and pages.</summary>
    public string Channel => Format.ToString().ToLowerInvariant();

    /// <summary>The notice in this receiver's language.</summary>
    /// <param name="stream">To which the attempts go back.</param>
    public OutgoingMessage Envelope(Notice notice, string stream, string idempotencyKey) => Format switch
    {
        PageFormat.Mail => new OutgoingMessage(
            Url, idempotencyKey, stream, "text/plain", Encoding.UTF8.GetBytes(notice.Text),
            new Dictionary<string, string> { [MailTransport.Subject] = notice.Summary }),
        PageFormat.Slack => new OutgoingMessage(
            Url, idempotencyKey, stream, Json, Body(new { text = $"{notice.Summary}\n{notice.Url}" })),
        PageFormat.PagerDuty => new OutgoingMessage(
            Url, idempotencyKey, stream, SecretJson, Body(Event(notice, idempotencyKey))),
        _ => new OutgoingMessage(Url, idempotencyKey, stream, Json, notice.Json),
    };

    // Each page has a key of its own: under one key for all, a second round would be taken for the first and wake
    // nobody.
    private object Event(Notice notice, string idempotencyKey) => new
    {
        routing_key = RoutingKey,
        event_action = "trigger",
        dedup_key = idempotencyKey,
        client = "Governance",
        client_url = notice.Url,
        payload = new { summary = notice.Summary, source = "governance", severity = notice.Urgency },
        links = new[] { new { href = notice.Url, text = "Open the room" } },
    };

    private static byte[] Body(object body) => JsonSerializer.SerializeToUtf8Bytes(body);
}
