using System.Collections.Immutable;
using System.Diagnostics;

namespace Governance.Domain.Intake.Privacy;

/// <summary>Whether a deployment's content is kept, and who has read of it.</summary>
/// <param name="RetainDays">For how many days; null while none is kept.</param>
/// <param name="Reveals">The latest readings, the newest last; bounded by <see cref="RevealsMax"/>.</param>
/// <param name="LastErasure">Id of the latest erasure, in the stream of erasures.</param>
public sealed record ContentKeeping(
    int? RetainDays, ImmutableList<ContentEvent.Revealed> Reveals, string? LastErasure)
{
    /// <summary>Content is for looking into incidents, which are over in a quarter.</summary>
    public const int RetainDaysMax = 90;

    /// <summary>Readings at hand; older ones are in the log.</summary>
    public const int RevealsMax = 1_000;

    /// <summary>None is kept: the default of every deployment.</summary>
    public static ContentKeeping Initial { get; } = new(null, [], null);

    /// <summary>The state after one more fact.</summary>
    public static ContentKeeping Evolve(ContentKeeping keeping, ContentEvent fact) => fact switch
    {
        ContentEvent.KeepingAllowed allowed => keeping with { RetainDays = allowed.RetainDays },
        ContentEvent.KeepingEnded => keeping with { RetainDays = null },
        ContentEvent.Revealed revealed => keeping with { Reveals = Latest(keeping.Reveals.Add(revealed)) },
        ContentEvent.SubjectErased erased => keeping with { LastErasure = erased.Erasure },
        _ => throw new UnreachableException($"Unknown fact {fact}."),
    };

    private static ImmutableList<ContentEvent.Revealed> Latest(ImmutableList<ContentEvent.Revealed> reveals) =>
        reveals.Count > RevealsMax ? reveals.RemoveAt(0) : reveals;
}
