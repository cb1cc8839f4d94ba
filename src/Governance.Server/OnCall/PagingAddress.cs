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
internal sealed record Notice(string Summary, string Text, string Urgency, string Url, byte[] Json)
{
    /// <summary>Where the paged person answers once; a credential, null where there is none.</summary>
    public string? AnswerUrl { get; init; }
}

/// <summary>Where and how somebody is reached. May hold a credential, so it is never shown or logged.</summary>
/// <param name="RoutingKey">PagerDuty's key of the service; null for the others.</param>
internal sealed record PagingAddress(string Url, PageFormat Format, string? RoutingKey = null)
{
    private const string Json = "application/json";

    private const string Plain = "text/plain";

    // Not the plain types: a body with a key or an answering link in it is not copied into a dead letter.
    private const string SecretJson = "application/json; charset=utf-8";
    private const string SecretPlain = "text/plain; charset=utf-8";

    /// <summary>An address that can be sent to, or null: its format and what it needs go together.</summary>
    public static PagingAddress? Read(string? url, PageFormat? asked, string? routingKey)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed)
            || parsed.Scheme is not ("http" or "https" or "mailto"))
            return null;
        var mails = parsed.Scheme == Uri.UriSchemeMailto;
        var format = asked ?? (mails ? PageFormat.Mail : PageFormat.Webhook);
        return mails == format is PageFormat.Mail && format is PageFormat.PagerDuty == routingKey is { Length: > 0 }
            ? new PagingAddress(url, format, routingKey)
            : null;
    }

    /// <summary>The format's name in configuration, facts and pages.</summary>
    public string Channel => Format.ToString().ToLowerInvariant();

    /// <summary>The notice in this receiver's language.</summary>
    /// <param name="stream">To which the attempts go back.</param>
    public OutgoingMessage Envelope(Notice notice, string stream, string idempotencyKey) => Format switch
    {
        PageFormat.Mail => new OutgoingMessage(
            Url,
            idempotencyKey,
            stream,
            notice.AnswerUrl is null ? Plain : SecretPlain,
            Encoding.UTF8.GetBytes(notice.Text),
            new Dictionary<string, string> { [MailTransport.Subject] = notice.Summary }),
        PageFormat.Slack => new OutgoingMessage(
            Url, idempotencyKey, stream, TypeOf(notice), Body(new { text = Lines(notice) })),
        PageFormat.PagerDuty => new OutgoingMessage(
            Url, idempotencyKey, stream, SecretJson, Body(Event(notice, idempotencyKey))),
        _ => new OutgoingMessage(Url, idempotencyKey, stream, TypeOf(notice), notice.Json),
    };

    private static string TypeOf(Notice notice) => notice.AnswerUrl is null ? Json : SecretJson;

    private static string Lines(Notice notice) => notice.AnswerUrl is { } answer
        ? $"{notice.Summary}\n{notice.Url}\nAcknowledge: {answer}"
        : $"{notice.Summary}\n{notice.Url}";

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
        links = Links(notice),
    };

    private static object[] Links(Notice notice)
    {
        object room = new { href = notice.Url, text = "Open the room" };
        return notice.AnswerUrl is { } answer ? [room, new { href = answer, text = "Acknowledge" }] : [room];
    }

    private static byte[] Body(object body) => JsonSerializer.SerializeToUtf8Bytes(body);
}
