namespace Governance.Domain;

/// <summary>Who caused a fact: a person or a part of the system. Always an opaque id, never a name.</summary>
/// <param name="Id">
/// What is written into the log, e.g. <c>person-4f…</c>, <c>system-escalation</c>, <c>key-9a…</c>.
/// </param>
public sealed record Actor(string Id)
{
    /// <summary>A person, from the session or the API key's owner, never from a request's body.</summary>
    public static Actor Person(PersonId id) => new($"person-{id.Value}");

    /// <summary>A part of the system that acts by rule, e.g. <c>system-correlation</c>.</summary>
    public static Actor Part(string name) => new($"system-{name}");

    /// <summary>True when a person acted.</summary>
    public bool IsPerson => Id.StartsWith("person-", StringComparison.Ordinal);

    /// <summary>Who counts as one of four eyes: the person, or a key or part of the system under its own id.</summary>
    public PersonId Who => new(IsPerson ? Id["person-".Length..] : Id);
}
