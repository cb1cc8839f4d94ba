using Governance.Domain;
using Governance.Domain.OnCall;
using Governance.Server.Pipeline;

namespace Governance.Server.Incidents.Room;

/// <summary>A page to a person names their pseudonym; the room shows what colleagues call them.</summary>
internal static class PagedPeople
{
    /// <summary>The facts with names in place of pseudonyms, for showing only.</summary>
    internal static IReadOnlyList<Fact> Named(IReadOnlyList<Fact> facts, Func<string?, string?> called) =>
    [
        .. facts.Select(fact => fact.Event is EscalationEvent.PageRequested { ToPerson: true } page
            ? fact with { Event = page with { Recipient = NameOf(page, called) } }
            : fact),
    ];

    private static string NameOf(EscalationEvent.PageRequested page, Func<string?, string?> called) =>
        called(Actor.Person(new PersonId(page.Recipient)).Id) ?? page.Recipient;
}
