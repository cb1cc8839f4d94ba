namespace Governance.Domain.OnCall;

/// <summary>A ladder ended and nobody answered: whoever is named for that is told.</summary>
/// <param name="Recipients">Duties with the channel of each, from the configuration.</param>
public sealed record PageFallback(IReadOnlyList<(string Recipient, string Channel)> Recipients)
{
    /// <summary>More would be an alarm that everybody leaves to the others.</summary>
    public const int RecipientsMax = 10;

    /// <summary>Pages at the end of a ladder belong to no step of it.</summary>
    public const int Step = 0;

    /// <summary>Once for each end of the ladder, and only while nobody has answered.</summary>
    public Decision<EscalationEvent> Decide(Escalation escalation)
    {
        if (escalation.Status is not EscalationStatus.Exhausted)
            return Decision.Nothing<EscalationEvent>();
        var round = Math.Max(escalation.Round, 1);
        var pages = Recipients
            .Select(one => new EscalationEvent.PageRequested(
                one.Recipient, one.Channel, Step, round,
                PageKey.Of(escalation.Pinned!.Incident, Step, one.Recipient, round)))
            .Where(page => !escalation.Pages.ContainsKey(page.IdempotencyKey));
        return Decision.Append<EscalationEvent>([.. pages]);
    }
}
