using System.Collections.Immutable;
using System.Diagnostics;

namespace Governance.Domain.OnCall;

/// <summary>Where an escalation stands.</summary>
public enum EscalationStatus
{
    /// <summary>Nobody was paged for this incident.</summary>
    NotStarted,

    /// <summary>Somebody was paged and has not answered yet.</summary>
    Climbing,

    /// <summary>The incident is acknowledged.</summary>
    Paused,

    /// <summary>Everybody was paged and nobody answered.</summary>
    Exhausted,

    /// <summary>The incident is over.</summary>
    Stopped,
}

/// <summary>One page and how far it came.</summary>
/// <param name="Attempts">Attempts kept so far.</param>
/// <param name="Outcome">Of the last attempt, or null before the first.</param>
/// <param name="Final">No further attempt will be made.</param>
public sealed record Page(int Step, int Round, string Recipient, int Attempts, PageOutcome? Outcome, bool Final);

/// <summary>One incident's escalation, folded from its facts. Diagram: <c>docs/state-machines.md</c>.</summary>
public sealed record Escalation
{
    /// <summary>Before the first fact.</summary>
    public static readonly Escalation Initial = new();

    /// <summary>Where it stands.</summary>
    public EscalationStatus Status { get; init; }

    /// <summary>The pinned ladder, or null before the start.</summary>
    public EscalationEvent.EscalationStarted? Pinned { get; init; }

    /// <summary>The step reached, from 1; 0 before the first.</summary>
    public int Step { get; init; }

    /// <summary>The round under way, from 1; 0 before the first.</summary>
    public int Round { get; init; }

    /// <summary>The round after which it counts as exhausted.</summary>
    public int LastRound { get; init; }

    /// <summary>Every page, by its key. Bounded by steps × rounds × resumptions.</summary>
    public ImmutableDictionary<string, Page> Pages { get; init; } =
        ImmutableDictionary.Create<string, Page>(StringComparer.Ordinal);

    /// <summary>The state after one more fact.</summary>
    public static Escalation Evolve(Escalation state, EscalationEvent fact) => fact switch
    {
        EscalationEvent.EscalationStarted started => state with
        {
            Status = EscalationStatus.Climbing,
            Pinned = started,
            LastRound = started.Rounds,
        },
        EscalationEvent.EscalationStepStarted reached => state with { Step = reached.Step, Round = reached.Round },
        EscalationEvent.PageRequested page => state with
        {
            Pages = state.Pages.SetItem(
                page.IdempotencyKey, new Page(page.Step, page.Round, page.Recipient, 0, null, false)),
        },
        EscalationEvent.PageAttempted attempt => state with { Pages = Attempted(state.Pages, attempt) },
        EscalationEvent.EscalationPaused => state with { Status = EscalationStatus.Paused },
        EscalationEvent.EscalationResumed => state with
        {
            Status = EscalationStatus.Climbing,
            LastRound = state.Round + state.Pinned!.Rounds,
        },
        EscalationEvent.EscalationExhausted => state with { Status = EscalationStatus.Exhausted },
        EscalationEvent.EscalationStopped => state with { Status = EscalationStatus.Stopped },
        _ => throw new UnreachableException($"{fact.GetType().Name} is not folded."),
    };

    private static ImmutableDictionary<string, Page> Attempted(
        ImmutableDictionary<string, Page> pages, EscalationEvent.PageAttempted attempt) =>
        pages.SetItem(attempt.IdempotencyKey, pages[attempt.IdempotencyKey] with
        {
            Attempts = attempt.Attempt,
            Outcome = attempt.Outcome,
            Final = attempt.Final,
        });
}
