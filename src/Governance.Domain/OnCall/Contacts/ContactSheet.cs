using System.Collections.Immutable;
using System.Diagnostics;
using Governance.Domain.OnCall.Ladders;

namespace Governance.Domain.OnCall.Contacts;

/// <summary>How one person wants to be paged, folded from its facts.</summary>
/// <param name="Channels">Of each way by its id. Bounded by <see cref="ContactsMax"/>.</param>
/// <param name="Default">The order for medium severity; all of the ways.</param>
/// <param name="Important">The order for critical and high severity; all of the ways.</param>
/// <param name="Zone">Of the person's clock; null when not said.</param>
public sealed record ContactSheet(
    ImmutableDictionary<string, string> Channels,
    ImmutableList<string> Default,
    ImmutableList<string> Important,
    string? Zone)
{
    /// <summary>More ways than anyone could look at in the night.</summary>
    public const int ContactsMax = 8;

    /// <summary>Before the first fact.</summary>
    public static readonly ContactSheet Initial =
        new(ImmutableDictionary.Create<string, string>(StringComparer.Ordinal), [], [], null);

    /// <summary>The person as a step reaches them; in the console only, where they said nothing.</summary>
    public Callee CalleeOf(PersonId person, bool important)
    {
        Way[] ways = [.. (important ? Important : Default).Select(id => new Way(Channels[id], id))];
        return new Callee(person.Value, ways is [] ? [new Way(Way.Console, null)] : ways) { Zone = Zone };
    }

    /// <summary>The state after one more fact.</summary>
    public static ContactSheet Evolve(ContactSheet state, ContactEvent fact) => fact switch
    {
        ContactEvent.ContactAdded added => state with
        {
            Channels = state.Channels.SetItem(added.Id, added.Channel),
            Default = state.Default.Add(added.Id),
            Important = state.Important.Add(added.Id),
        },
        ContactEvent.ContactRemoved removed => state with
        {
            Channels = state.Channels.Remove(removed.Id),
            Default = state.Default.Remove(removed.Id),
            Important = state.Important.Remove(removed.Id),
        },
        ContactEvent.ContactRulesSet rules => state with
        {
            Default = [.. rules.Default],
            Important = [.. rules.Important],
            Zone = rules.Zone,
        },
        _ => throw new UnreachableException($"{fact.GetType().Name} is not folded."),
    };
}
