using Governance.Domain.OnCall;
using Governance.Server.Pipeline;
using Governance.Server.Shell;

namespace Governance.Server.Incidents.Room;

/// <summary>A page that was sent, and how its attempts ended.</summary>
/// <param name="Recipient">Whom.</param>
/// <param name="Channel">How.</param>
/// <param name="Step">Step of the ladder.</param>
/// <param name="Round">Round of the ladder.</param>
/// <param name="RequestedAt">When it was to go out.</param>
/// <param name="Outcome">In words.</param>
/// <param name="Tone">How much it asks for attention.</param>
public sealed record PageReport(
    string Recipient, string Channel, int Step, int Round, DateTimeOffset RequestedAt, string Outcome, Tone Tone)
{
    /// <summary>Every page of an escalation, in order.</summary>
    internal static IReadOnlyList<PageReport> Of(IReadOnlyList<Fact> facts)
    {
        var attempts = facts.Where(fact => fact.Event is EscalationEvent.PageAttempted)
            .ToLookup(fact => ((EscalationEvent.PageAttempted)fact.Event).IdempotencyKey);
        return
        [
            .. from fact in facts
               where fact.Event is EscalationEvent.PageRequested
               let page = (EscalationEvent.PageRequested)fact.Event
               let tries = attempts[page.IdempotencyKey]
               select new PageReport(
                   page.Recipient, page.Channel, page.Step, page.Round, fact.At, OutcomeOf(tries), ToneOf(tries)),
        ];
    }

    /// <summary>What the last attempt came to, in words.</summary>
    internal static string OutcomeOf(IEnumerable<Fact> attempts) => Last(attempts) switch
    {
        null => "Not tried yet.",
        { Outcome: PageOutcome.Accepted } last => $"Accepted{After(last)}.",
        { Outcome: PageOutcome.Failed, Final: true } last => $"Failed for good{After(last)}.",
        { Outcome: PageOutcome.Failed } last => $"Failed{After(last)}; tried again.",
        { Outcome: PageOutcome.Unknown } last => $"Unknown: it may have arrived{After(last)}.",
        var last => throw new System.Diagnostics.UnreachableException($"Unknown outcome {last.Outcome}."),
    };

    /// <summary>Failed pages ask for attention; a page in flight does not.</summary>
    internal static Tone ToneOf(IEnumerable<Fact> attempts) => Last(attempts)?.Outcome switch
    {
        PageOutcome.Failed => Tone.High,
        PageOutcome.Unknown => Tone.Medium,
        _ => Tone.Info,
    };

    private static EscalationEvent.PageAttempted? Last(IEnumerable<Fact> attempts) => attempts
        .Select(fact => (EscalationEvent.PageAttempted)fact.Event)
        .MaxBy(attempt => attempt.Attempt);

    private static string After(EscalationEvent.PageAttempted last)
    {
        var status = last.StatusCode is { } code ? $", HTTP {code}" : "";
        return last.Attempt > 1 ? $"{status}, attempt {last.Attempt}" : status;
    }
}
