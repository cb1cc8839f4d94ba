using System.Diagnostics;
using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Merging;
using Governance.Domain.Incidents.Responders;
using Governance.Server.Pipeline;
using Governance.Server.Shell;

namespace Governance.Server.Incidents.Room;

/// <summary>Who had the incident, and what it was one with, in the words of the timeline.</summary>
internal static class ResponderWords
{
    internal static TimelineItem Of(Fact fact, IncidentEvent happened) => happened switch
    {
        IncidentEvent.ProgressReported e => Act(fact, "Still at it", e.By, e.Text, Tone.Info),
        IncidentEvent.AckExpired e => Act(
            fact, "The acknowledgement ran out", e.By, "Nothing was heard since: somebody else is woken.", Tone.High),
        IncidentEvent.RoleAssigned e => Act(
            fact, $"Became {e.Role.Word()}", Actor.Person(e.Person), Named(e.Person, e.By), Tone.Info),
        IncidentEvent.RoleReleased e => Act(
            fact, $"Is no longer {e.Role.Word()}", Actor.Person(e.Person), Named(e.Person, e.By), Tone.Low),
        IncidentEvent.CommandHandoverOffered e => Act(
            fact, "Offered the command", Actor.Person(e.From), $"{e.Summary} ({e.Attached})", Tone.Info),
        IncidentEvent.CommandHandoverAccepted e => Act(
            fact, "Accepted the command", Actor.Person(e.To), null, Tone.Ok),
        IncidentEvent.CommandHandoverDeclined e => Act(
            fact, "Ended the offer of command", Actor.Person(e.By), e.Reason, Tone.Medium),
        IncidentEvent.CommandHandoverLapsed => Act(
            fact, "The offer of command lapsed", null, "Nobody answered it; whoever commands stays.", Tone.Medium),
        IncidentEvent.IncidentMerged e => Act(fact, "Became part of another incident", e.By, e.Reason, Tone.Low),
        IncidentEvent.IncidentUnmerged e => Act(
            fact, "Stands on its own again", e.By, e.Reason, e.Severity.AsTone()),
        IncidentEvent.IncidentAbsorbed e => Act(
            fact, $"Another incident became part of it, with {Count(e.Absorbed.Signals)}", e.By, null, Tone.Info),
        IncidentEvent.IncidentGivenBack e => Act(
            fact, $"Another incident stands on its own again, with {Count(e.Signals)}", null, null, Tone.Low),
        IncidentEvent.SignalsSplitOff e => Act(
            fact, $"{Count([e.Signals])} split off as an incident of their own", e.By, e.Reason, Tone.Low),
        _ => throw new UnreachableException($"The timeline does not know {happened.GetType().Name}."),
    };

    private static string Count(IReadOnlyList<SignalShare> signals) =>
        signals.Sum(share => share.Count) is var count && count == 1 ? "1 signal" : $"{count} signals";

    private static string? Named(PersonId person, Actor by) =>
        Actor.Person(person) == by ? null : "By a colleague's hand.";

    private static TimelineItem Act(Fact fact, string what, Actor? by, string? detail, Tone tone) =>
        IncidentTimeline.Item(fact, TimelineKind.Act, what, by, detail, tone);
}
