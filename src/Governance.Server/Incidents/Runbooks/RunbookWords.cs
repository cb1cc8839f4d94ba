using System.Diagnostics;
using Governance.Domain;
using Governance.Domain.Incidents.Runbooks;
using Governance.Server.Incidents.Room;
using Governance.Server.Pipeline;
using Governance.Server.Shell;

namespace Governance.Server.Incidents.Runbooks;

/// <summary>Ticks as entries of the incident's timeline.</summary>
internal static class RunbookWords
{
    internal static TimelineItem ItemOf(Fact fact, RunbookEvent happened) => happened switch
    {
        RunbookEvent.RunbookAttached e => Item(
            fact, $"Worked by runbook {e.Alarm}, version {e.Version}", e.By, e.Digest, Tone.Info),
        RunbookEvent.StepStarted e => Item(fact, $"Runbook step {e.Step} started", e.By, null, Tone.Info),
        RunbookEvent.StepCompleted e => Item(fact, $"Runbook step {e.Step} done", e.By, e.Evidence, Tone.Ok),
        RunbookEvent.StepSkipped e => Item(fact, $"Runbook step {e.Step} skipped", e.By, e.Reason, Tone.Medium),
        RunbookEvent.StepFailed e => Item(fact, $"Runbook step {e.Step} failed", e.By, e.Reason, Tone.High),
        _ => throw new UnreachableException($"No words for {happened.GetType().Name}."),
    };

    private static TimelineItem Item(Fact fact, string what, Actor by, string? detail, Tone tone) =>
        new(fact.Position, fact.At, TimelineKind.Act, what, by.Id, detail is "" ? null : detail, tone);
}
