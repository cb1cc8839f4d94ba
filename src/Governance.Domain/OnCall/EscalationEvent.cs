using Governance.Domain.OnCall.Ladders;

namespace Governance.Domain.OnCall;

/// <summary>
/// Every fact of one incident's escalation, stream <c>escalation-{incident}</c>. Steps and rounds count from 1.
/// </summary>
public abstract record EscalationEvent
{
    private EscalationEvent()
    {
    }

    /// <summary>The ladder to climb, pinned: editing the policy later changes no running escalation.</summary>
    /// <param name="Number">Position of the incident's declaration, shown as <c>INC-{number}</c>.</param>
    /// <param name="PolicyDigest">SHA-256 over the whole policy, <c>sha256:</c> and base64.</param>
    /// <param name="Rounds">How often the ladder is climbed before it counts as exhausted.</param>
    public sealed record EscalationStarted(
        IncidentId Incident, long Number, string PolicyDigest, IReadOnlyList<LadderStep> Steps, int Rounds)
        : EscalationEvent
    {
        /// <summary>The policy's id; null in facts from before policies had one.</summary>
        public string? Policy { get; init; }

        /// <summary>Its version; 0 for the configuration's.</summary>
        public int Version { get; init; }
    }

    /// <summary>A step was reached; its wait begins.</summary>
    public sealed record EscalationStepStarted(int Step, int Round) : EscalationEvent
    {
        /// <summary>Whom it reaches and by what ways, as it was at that moment; empty where it only waits.</summary>
        public IReadOnlyList<Callee> Callees { get; init; } = [];
    }

    /// <summary>A step can page nobody now; the next one follows at once.</summary>
    public sealed record EscalationStepSkipped(int Step, int Round, string Reason) : EscalationEvent;

    /// <summary>A step waits until somebody is on call.</summary>
    /// <param name="Until">When it is looked for again.</param>
    /// <param name="GiveUpAt">When it is passed over, whoever is on call.</param>
    public sealed record EscalationHeld(int Step, int Round, DateTimeOffset Until, DateTimeOffset GiveUpAt)
        : EscalationEvent;

    /// <summary>Somebody is to be paged. The message was queued in the commit of this fact.</summary>
    /// <param name="Channel">How, e.g. <c>webhook</c>. The address is not written: it may hold a credential.</param>
    /// <param name="IdempotencyKey">Names this page for ever, see <see cref="PageKey"/>.</param>
    public sealed record PageRequested(
        string Recipient, string Channel, int Step, int Round, string IdempotencyKey) : EscalationEvent
    {
        /// <summary>The person's own entry that holds the address; null for the configuration's.</summary>
        public string? Contact { get; init; }

        /// <summary>Which of the recipient's ways it is, from 1.</summary>
        public int Way { get; init; } = 1;

        /// <summary>The recipient is a person, and not a duty of the configuration.</summary>
        public bool ToPerson => Contact is not null || Channel == Governance.Domain.OnCall.Ladders.Way.Console;
    }

    /// <summary>One attempt to deliver a page, as far as this side can know how it ended.</summary>
    /// <param name="Attempt">Counted from 1 over the page's life.</param>
    /// <param name="StatusCode">The HTTP status, or null without an answer.</param>
    /// <param name="Final">No further attempt will be made.</param>
    public sealed record PageAttempted(
        string IdempotencyKey, int Attempt, PageOutcome Outcome, int? StatusCode, bool Final) : EscalationEvent;

    /// <summary>Somebody acknowledged the incident: nobody else is woken.</summary>
    public sealed record EscalationPaused(Actor By) : EscalationEvent;

    /// <summary>Paging goes on; the fact of its step follows.</summary>
    /// <param name="Reason">Why the acknowledgement no longer holds, e.g. <c>severity raised</c>.</param>
    public sealed record EscalationResumed(string Reason) : EscalationEvent;

    /// <summary>Somebody let this escalation follow the policy as it is by now.</summary>
    public sealed record EscalationMovedToPolicyVersion(
        string Policy, int Version, string PolicyDigest, IReadOnlyList<LadderStep> Steps, int Rounds, Actor By)
        : EscalationEvent;

    /// <summary>The ladder ended and nobody acknowledged. This is an alarm of its own.</summary>
    /// <param name="Round">The round that ended.</param>
    public sealed record EscalationExhausted(int Round) : EscalationEvent;

    /// <summary>The incident is over.</summary>
    public sealed record EscalationStopped(string Reason) : EscalationEvent;
}

/// <summary>How an attempt to page ended.</summary>
public enum PageOutcome
{
    /// <summary>The channel took it. Whether a human saw it, only an acknowledgement says.</summary>
    Accepted,

    /// <summary>It was certainly not delivered.</summary>
    Failed,

    /// <summary>It may have arrived: there was no answer, or the sender died while sending.</summary>
    Unknown,
}
