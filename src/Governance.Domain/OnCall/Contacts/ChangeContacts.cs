using Governance.Domain.OnCall.Schedules;

namespace Governance.Domain.OnCall.Contacts;

/// <summary>One more way to reach the person who asks.</summary>
public sealed record AddContact(string Id, string Channel, Actor By)
{
    /// <summary>A bounded list, each way once.</summary>
    public Decision<ContactEvent> Decide(ContactSheet sheet)
    {
        if (sheet.Channels.ContainsKey(Id))
            return Decision.Nothing<ContactEvent>();
        return sheet.Channels.Count >= ContactSheet.ContactsMax
            ? new ContactsInvalid($"A person has at most {ContactSheet.ContactsMax} ways to be paged.")
            : Decision.Append<ContactEvent>(new ContactEvent.ContactAdded(Id, Channel, By));
    }
}

/// <summary>A way is no more.</summary>
public sealed record RemoveContact(string Id, Actor By)
{
    /// <summary>What is not there needs no removing.</summary>
    public Decision<ContactEvent> Decide(ContactSheet sheet) => sheet.Channels.ContainsKey(Id)
        ? Decision.Append<ContactEvent>(new ContactEvent.ContactRemoved(Id, By))
        : Decision.Nothing<ContactEvent>();
}

/// <summary>In what order the person wants to be paged, and by what clock they live.</summary>
/// <param name="Default">The first ways for medium severity; those left out follow in their order.</param>
/// <param name="Important">The same for critical and high severity.</param>
public sealed record SetContactRules(
    IReadOnlyList<string> Default, IReadOnlyList<string> Important, string? Zone, Actor By)
{
    /// <summary>An order leaves no way out: whoever cannot be reached by the first is reached by the last.</summary>
    public Decision<ContactEvent> Decide(ContactSheet sheet)
    {
        if (Zone is not null && !WallClock.Knows(Zone))
            return new ContactsInvalid("The time zone is none of the tz database, e.g. Europe/Berlin.");
        var (usual, important) = (Whole(Default, sheet.Default), Whole(Important, sheet.Important));
        return usual.SequenceEqual(sheet.Default) && important.SequenceEqual(sheet.Important) && Zone == sheet.Zone
            ? Decision.Nothing<ContactEvent>()
            : Decision.Append<ContactEvent>(new ContactEvent.ContactRulesSet(usual, important, Zone, By));

        string[] Whole(IEnumerable<string> first, IReadOnlyList<string> before) =>
            [.. first.Where(sheet.Channels.ContainsKey).Concat(before).Distinct(StringComparer.Ordinal)];
    }
}

/// <summary>A person must be reachable by what they say.</summary>
public sealed record ContactsInvalid(string Why) : Refusal("contacts_invalid", Why);
