using Governance.Domain.OnCall.Schedules;

namespace Governance.Domain.OnCall.Ladders;

/// <summary>Says who is paged, in what order, from now on.</summary>
public sealed record DefineLadder(string Digest, IReadOnlyList<LadderStep> Steps, int Rounds, Actor By)
{
    /// <summary>A step that waits longer forgets the incident, seconds.</summary>
    public const int WaitSecondsMax = 24 * 60 * 60;

    /// <summary>Somebody is back within a long weekend, or nobody comes at all, seconds.</summary>
    public const int HoldSecondsMax = 4 * 24 * 60 * 60;

    /// <summary>A ladder that could page nobody is refused; the same one again is not written.</summary>
    public Decision<LadderEvent> Decide(LadderPolicy policy)
    {
        if (Broken() is { } why)
            return new LadderInvalid(why);
        return policy.Latest?.Digest == Digest
            ? Decision.Nothing<LadderEvent>()
            : Decision.Append<LadderEvent>(new LadderEvent.LadderDefined(
                (policy.Latest?.Version ?? 0) + 1, Digest, Steps, Rounds, By));
    }

    private string? Broken() => this switch
    {
        { Steps.Count: > Ladder.StepsMax } => $"A ladder has at most {Ladder.StepsMax} steps.",
        { Rounds: < 1 or > Ladder.RoundsMax } => $"A ladder is climbed 1 to {Ladder.RoundsMax} times.",
        { } when Steps.All(step => step.Kind is StepKind.Wait) => "A ladder pages somebody in at least one step.",
        _ => Steps.Select((step, index) => Broken(step, index + 1)).FirstOrDefault(why => why is not null),
    };

    private static string? Broken(LadderStep step, int number) => step switch
    {
        { Kind: not StepKind.Wait, Recipient.Length: 0 } => $"Step {number} names nobody.",
        { WaitSeconds: < 1 or > WaitSecondsMax } => $"Step {number} waits 1 second to 24 hours.",
        { HoldSecondsMax: < 1 or > HoldSecondsMax } => $"Step {number} holds 1 second to 4 days.",
        { OnlyIn.Hours.Days.Count: 0 } => $"Step {number} has hours on no weekday.",
        { OnlyIn: { } hours } when !WallClock.Knows(hours.Zone) =>
            $"Step {number} has a time zone that the tz database does not know.",
        _ => null,
    };
}

/// <summary>A ladder must reach somebody.</summary>
public sealed record LadderInvalid(string Why) : Refusal("ladder_invalid", Why);
