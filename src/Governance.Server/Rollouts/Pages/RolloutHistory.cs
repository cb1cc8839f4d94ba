using System.Diagnostics;
using Governance.Domain;
using Governance.Domain.Rollouts;
using Governance.Server.Pipeline;
using Governance.Server.Shell;

namespace Governance.Server.Rollouts.Pages;

/// <summary>The rollout's facts in words, the youngest first.</summary>
internal static class RolloutHistory
{
    internal static IReadOnlyList<HistoryItem> Of(
        IEnumerable<Fact> facts, PersonId author, IReadOnlyDictionary<string, string> names) =>
        [.. facts.Where(fact => fact.Event is RolloutEvent).Select(fact => Item(fact, author, names)).Reverse()];

    /// <summary>A person's name as it is known now; parts of the system and keys under their own id.</summary>
    internal static string NameOf(string id, IReadOnlyDictionary<string, string> names) =>
        names.GetValueOrDefault(id) ?? id;

    private static HistoryItem Item(Fact fact, PersonId author, IReadOnlyDictionary<string, string> names)
    {
        var (what, by, detail, tone) = Words((RolloutEvent)fact.Event, author);
        var who = by is null ? null : NameOf(by, names);
        return new HistoryItem(fact.Position, fact.At, what, who, detail, tone, IncidentOf(fact.Event));
    }

    private static (string What, string? By, string? Detail, Tone Tone) Words(
        RolloutEvent fact, PersonId author) => fact switch
    {
        RolloutEvent.RolloutPlanned e => ("Planned", e.Author.Value, e.PlanDigest, Tone.Info),
        RolloutEvent.ApprovalGiven e => ("Approved", e.By.Value, e.Reason, Tone.Low),
        RolloutEvent.ApprovalDeclined e => ("Declined", e.By.Value, e.Reason, Tone.Medium),
        RolloutEvent.StageEntered e => (
            $"Candidate at {RolloutWords.Percent(e.Percent)}", e.By.Who.Value, Seen(e.Evidence), Tone.Low),
        RolloutEvent.StageHeld e => ($"Held: {RolloutWords.Of(e.Cause)}", e.By.Who.Value, Sentence(e), Tone.Medium),
        RolloutEvent.HoldReleased e => ("Hold released", e.By.Value, e.Reason, Tone.Info),
        RolloutEvent.RollbackOrdered e => ("Rollback ordered", e.By.Who.Value, e.Reason, Tone.High),
        RolloutEvent.RollbackEffectObserved e => (
            "Rollback seen to take effect",
            null,
            $"{RollbackEffects.Elapsed(e.ElapsedMs)}, by telemetry.",
            Tone.Ok),
        RolloutEvent.RollbackEffectNotObserved e => (
            "Rollback not seen to take effect",
            null,
            e.Finding is EffectFinding.StillServing
                ? $"Instance {e.Instance} kept serving {e.Candidate}."
                : "No sender was seen alive: unknown.",
            Tone.Critical),
        RolloutEvent.RolloutCompleted e => ("Completed", e.By.Who.Value, Seen(e.Evidence), Tone.Ok),
        RolloutEvent.RolloutAborted e => (e.By == author ? "Withdrawn" : "Declined", e.By.Value, e.Reason, Tone.Info),
        _ => throw new UnreachableException($"Unknown fact {fact}."),
    };

    // An incident is linked, not spelled out.
    private static string? Sentence(RolloutEvent.StageHeld held) =>
        held.Cause is HoldCause.Incident ? null : held.CauseId;

    private static IncidentId? IncidentOf(object fact) => fact switch
    {
        RolloutEvent.StageHeld { Cause: HoldCause.Incident } e => new IncidentId(e.CauseId),
        RolloutEvent.RollbackOrdered e => e.Incident,
        _ => null,
    };

    private static string? Seen(StageEvidence? evidence) => evidence is null
        ? null
        : $"{evidence.CandidateObservations:#,0} observations of the candidate in the stage before, "
            + $"counted up to position {evidence.AsOfPosition}.";
}
