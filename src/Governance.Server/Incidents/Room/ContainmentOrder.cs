using System.Globalization;
using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.Oversight;
using Governance.Domain.Rollouts;
using Governance.Server.Oversight;
using Governance.Server.Rollouts;
using Governance.Server.Shell;
using Governance.Server.Shell.Components;

namespace Governance.Server.Incidents.Room;

/// <summary>One order against the harm, as the room shows it.</summary>
/// <param name="What">The order.</param>
/// <param name="Address">Its page.</param>
/// <param name="Words">How far it has come.</param>
/// <param name="Detail">Time to effect, or what was seen instead.</param>
public sealed record ContainmentOrder(
    string What, string Address, string Words, string? Detail, Tone Tone, DotFill Fill)
{
    /// <summary>The orders of an incident, in the order in which they were given.</summary>
    internal static IReadOnlyList<ContainmentOrder> Of(IncidentDossier dossier)
    {
        var facts = dossier.Facts.Select(fact => fact.Event).OfType<IncidentEvent>().ToList();
        return
        [
            .. facts.OfType<IncidentEvent.ContainmentRequested>()
                .Select(order => From(dossier, facts, order.Order, order.Action, order.Target)),
            .. facts.OfType<IncidentEvent.ContainmentEffectNotObserved>()
                .Where(failed => !facts.OfType<IncidentEvent.ContainmentRequested>()
                    .Any(order => order.Order == failed.Order))
                .Select(failed => From(
                    dossier, facts, failed.Order, failed.Action, dossier.State.Declaration!.DeploymentName ?? "")),
        ];
    }

    private static ContainmentOrder From(
        IncidentDossier dossier, List<IncidentEvent> facts, string order, ContainmentAction action, string target)
    {
        var what = $"{(action is ContainmentAction.Rollback ? "Rollback" : "Halt")} of {target}";
        var address = action is ContainmentAction.Rollback
            ? RolloutStreams.PageOf(new RolloutId(order["rollout-".Length..]))
            : OversightStreams.PageOf(dossier.State.Declaration!.DeploymentName ?? target);
        return dossier.State.Containments[order] switch
        {
            ContainmentProgress.Observed => new(
                what, address, "Effect observed", Elapsed(facts, order), Tone.Ok, DotFill.Full),
            ContainmentProgress.NotObserved => new(
                what, address, "Effect not observed", Finding(dossier, facts, order), Tone.Critical, DotFill.Full),
            _ => new(what, address, "Effect awaited", null, Tone.Medium, DotFill.Half),
        };
    }

    private static string? Elapsed(List<IncidentEvent> facts, string order) => facts
        .OfType<IncidentEvent.ContainmentEffectObserved>()
        .LastOrDefault(effect => effect.Order == order) is { } effect
        ? $"time to effect {Moment.Length(TimeSpan.FromMilliseconds(effect.ElapsedMs))}"
        : null;

    private static string? Finding(IncidentDossier dossier, List<IncidentEvent> facts, string order) => dossier.Facts
        .Where(fact => fact.StreamId == order)
        .Select(fact => fact.Event)
        .OfType<HaltEvent.HaltEffectNotObserved>()
        .LastOrDefault() is { Instance: not null } halt
            ? GoesOn(halt)
            : facts.OfType<IncidentEvent.ContainmentEffectNotObserved>()
                .LastOrDefault(failed => failed.Order == order)?.Finding;

    /// <summary>Which sender did not obey, and what it began since, so that somebody can go to that machine.</summary>
    internal static string GoesOn(HaltEvent.HaltEffectNotObserved seen) => seen.Finding is EffectFinding.StillServing
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"Sender {seen.Instance} goes on: {seen.ActivityAfter:#,0} begun after it was told to stop")
        : $"Sender {seen.Instance} fell silent: nobody can tell whether it stopped";
}
