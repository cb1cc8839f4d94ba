using System.Diagnostics;

namespace Governance.Domain.OnCall.Ladders;

/// <summary>An escalation policy, folded from its facts.</summary>
/// <param name="Latest">Null before it was defined.</param>
public sealed record LadderPolicy(LadderEvent.LadderDefined? Latest)
{
    /// <summary>The one policy of an installation.</summary>
    public const string Default = "default";

    /// <summary>Before the first fact.</summary>
    public static readonly LadderPolicy Initial = new(Latest: null);

    /// <summary>The ladder that new escalations pin; null before it was defined.</summary>
    public Ladder? Ladder => Latest is { } latest
        ? new Ladder(latest.Digest, latest.Steps, latest.Rounds) { Policy = Default, Version = latest.Version }
        : null;

    /// <summary>The state after one more fact.</summary>
    public static LadderPolicy Evolve(LadderPolicy state, LadderEvent fact) => fact switch
    {
        LadderEvent.LadderDefined defined => state with { Latest = defined },
        _ => throw new UnreachableException($"{fact.GetType().Name} is not folded."),
    };
}
