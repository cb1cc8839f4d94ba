using System.Collections.Immutable;
using System.Diagnostics;
using Governance.Domain.OnCall.Ladders;

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
/// <param name="Way">Which of the recipient's ways it is, from 1.</param>
public sealed record Page(
    int Step, int Round, string Recipient, int Attempts, PageOutcome? Outcome, bool Final, int Way = 1);

/// <summary>A step that waits for somebody to be on call.</summary>
/// <param name="Until">When it is looked for again.</param>
/// <param name="GiveUpAt">When it is passed over.</param>
public sealed record Hold(DateTimeOffset Until, DateTimeOffset GiveUpAt);

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

    /// <summary>Whom the step reached pages. Bounded by the people of an installation.</summary>
    public IReadOnlyList<Callee> Callees { get; init; } = [];

    /// <summary>Set while the step waits for somebody to be on call.</summary>
    public Hold? Held { get; init; }

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
        EscalationEvent.EscalationStepStarted reached => state.At(reached.Step, reached.Round, reached.Callees),
        EscalationEvent.EscalationStepSkipped skipped => state.At(skipped.Step, skipped.Round, []),
        EscalationEvent.EscalationHeld held => state.At(held.Step, held.Round, []) with
        {
            Held = new Hold(held.Until, held.GiveUpAt),
        },
        EscalationEvent.PageRequested page => state with
        {
            Pages = state.Pages.SetItem(
                page.IdempotencyKey, new Page(page.Step, page.Round, page.Recipient, 0, null, false, page.Way)),
        },
        EscalationEvent.PageAttempted attempt => state with { Pages = Attempted(state.Pages, attempt) },
        EscalationEvent.EscalationPaused => state with { Status = EscalationStatus.Paused },
        EscalationEvent.EscalationResumed => state with
        {
            Status = EscalationStatus.Climbing,
            LastRound = state.Round + state.Pinned!.Rounds,
        },
        EscalationEvent.EscalationMovedToPolicyVersion moved => state.Moved(moved),
        EscalationEvent.EscalationExhausted => state with { Status = EscalationStatus.Exhausted },
        EscalationEvent.EscalationStopped => state with { Status = EscalationStatus.Stopped },
        _ => throw new UnreachableException($"{fact.GetType().Name} is not folded."),
    };

    private Escalation At(int step, int round, IReadOnlyList<Callee> callees) =>
        this with { Step = step, Round = round, Callees = callees, Held = null };

    private Escalation Moved(EscalationEvent.EscalationMovedToPolicyVersion moved) => this with
    {
        Status = Status is EscalationStatus.Paused ? EscalationStatus.Paused : EscalationStatus.Climbing,
        Pinned = Pinned! with
        {
            Policy = moved.Policy,
            Version = moved.Version,
            PolicyDigest = moved.PolicyDigest,
            Steps = moved.Steps,
            Rounds = moved.Rounds,
        },
        // What is held belongs to a step of the ladder before.
        Held = null,
        LastRound = Round + moved.Rounds,
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
