using System.Text.Json;
using System.Text.Json.Serialization;
using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.OnCall;
using Governance.Messaging.Outbox;

namespace Governance.Server.OnCall;

/// <summary>A page as the receiver gets it, one JSON object. Signed by the outbox at every attempt.</summary>
/// <param name="Incident">As people say it, e.g. <c>INC-1042</c>.</param>
/// <param name="Id">As the API says it.</param>
/// <param name="Severity"><c>SEV1</c> … <c>SEV5</c>, as it was when the page was requested.</param>
/// <param name="Url">The incident's room.</param>
/// <param name="AcknowledgeUrl">Where the paged person acknowledges once; absent where a duty is paged.</param>
internal sealed record PageMessage(
    string Incident,
    string Id,
    string Title,
    string Severity,
    string SeverityWord,
    string? Deployment,
    string? Version,
    string Recipient,
    int Step,
    int Round,
    DateTimeOffset RequestedAt,
    string Url,
    string? AcknowledgeUrl = null)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerOptions.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static PageMessage For(
        EscalationEvent.EscalationStarted pinned,
        EscalationEvent.PageRequested page,
        Incident incident,
        string publicUrl,
        DateTimeOffset now) => new(
        FormattableString.Invariant($"INC-{pinned.Number}"),
        pinned.Incident.Value,
        incident.Declaration!.Title,
        incident.Severity.ToString().ToUpperInvariant(),
        incident.Severity.Word(),
        incident.Declaration.DeploymentName,
        incident.Declaration.Version?.Value,
        page.Recipient,
        page.Step,
        page.Round,
        now,
        $"{publicUrl}/incidents/{pinned.Incident.Value}");

    /// <summary>
    /// The message for the outbox; its key is the escalation's stream, to which the attempts go back.
    /// </summary>
    public OutgoingMessage To(PagingAddress address, string idempotencyKey) => address.Envelope(
        new Notice(
            $"{Incident} {SeverityWord}: {Title}",
            Text,
            Urgency,
            Url,
            JsonSerializer.SerializeToUtf8Bytes(this, s_json)) { AnswerUrl = AcknowledgeUrl },
        OnCallStreams.Escalation.IdOf(Id),
        idempotencyKey);

    /// <summary>The paged person knows who they are; a pseudonym would tell them nothing.</summary>
    private string Whom => AcknowledgeUrl is null ? Recipient : "you";

    private string Urgency => Severity switch
    {
        "SEV1" => "critical",
        "SEV2" => "error",
        "SEV3" => "warning",
        _ => "info",
    };

    /// <summary>The same for a human's eyes, the address of the room first.</summary>
    private string Text => string.Join("\r\n", [
        Url,
        .. AcknowledgeUrl is null ? (string[])[] : [$"Acknowledge: {AcknowledgeUrl}"],
        "",
        $"{Incident}  {Severity} {SeverityWord}  {Title}",
        $"Model: {Deployment ?? "not named"} {Version}".TrimEnd(),
        FormattableString.Invariant($"Requested {RequestedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"),
        FormattableString.Invariant($"for {Whom}, step {Step} of the ladder, round {Round}."),
        "",
    ]);
}
