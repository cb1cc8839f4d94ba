namespace Governance.Domain.OnCall.Ladders;

/// <summary>One way to a person: how, and which entry of theirs.</summary>
/// <param name="Channel">E.g. <c>mail</c>; <c>console</c> where a person has no other way.</param>
/// <param name="Contact">The person's own entry; null for an address of the configuration.</param>
public sealed record Way(string Channel, string? Contact)
{
    /// <summary>The page stands in the console; nothing leaves it.</summary>
    public const string Console = "console";
}

/// <summary>Somebody a step reaches, with the ways to try in their order.</summary>
/// <param name="Recipient">A duty or the id of a person, never a name.</param>
public sealed record Callee(string Recipient, IReadOnlyList<Way> Ways)
{
    /// <summary>The zone of their clock, where it is known.</summary>
    public string? Zone { get; init; }
}

/// <summary>Whom one step reaches at the moment of a decision.</summary>
/// <param name="Callees">Nobody when the list is empty.</param>
/// <param name="Closed">There would be somebody, but it is outside the step's hours.</param>
/// <param name="NextCover">When somebody will be on call, where nobody is now; null when that is not known.</param>
public sealed record Reach(IReadOnlyList<Callee> Callees, bool Closed, DateTimeOffset? NextCover)
{
    /// <summary>Whom a step reaches of those that it names.</summary>
    public static Reach Of(
        LadderStep step, IReadOnlyList<Callee> named, HolidayCalendar? calendar, DateTimeOffset? nextCover,
        DateTimeOffset now)
    {
        if (step.OnlyIn is not { } hours)
            return new Reach(named, false, nextCover);
        Callee[] open = [.. named.Where(callee => hours.OpenAt(now, callee.Zone, calendar))];
        var closed = open.Length == 0 && (named.Count > 0 || !hours.OpenAt(now, null, calendar));
        return new Reach(open, closed, nextCover);
    }
}

/// <summary>Whom each step of a ladder reaches now: looked up before a decision, which then looks up nothing.</summary>
/// <param name="Steps">One for each step of the ladder, in its order.</param>
public sealed record Crew(IReadOnlyList<Reach> Steps, DateTimeOffset Now);
