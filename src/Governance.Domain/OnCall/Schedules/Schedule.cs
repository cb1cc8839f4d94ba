using System.Collections.Immutable;
using System.Diagnostics;

namespace Governance.Domain.OnCall.Schedules;

/// <summary>One on-call schedule, folded from its facts.</summary>
/// <param name="Name">Null before it is defined.</param>
/// <param name="StandIns">In the order of their facts. Bounded by <see cref="StandInsMax"/>.</param>
public sealed record Schedule(
    string? Name, string Zone, Rotation? Rotation, ImmutableList<StandIn> StandIns, bool Retired)
{
    /// <summary>More than anybody plans ahead; what is over makes room.</summary>
    public const int StandInsMax = 200;

    /// <summary>A name fits a row and a page, characters.</summary>
    public const int NameLengthMax = 80;

    /// <summary>Before the first fact.</summary>
    public static readonly Schedule Initial = new(null, "Etc/UTC", null, [], false);

    /// <summary>Whether anybody can be on call by it.</summary>
    public bool InUse => Rotation is not null && !Retired;

    /// <summary>The state after one more fact.</summary>
    public static Schedule Evolve(Schedule state, ScheduleEvent fact) => fact switch
    {
        ScheduleEvent.ScheduleDefined defined => state with
        {
            Name = defined.Name,
            Zone = defined.Zone,
            Rotation = defined.Rotation,
            Retired = false,
        },
        ScheduleEvent.OverrideAdded added => state with { StandIns = state.StandIns.Add(added.StandIn) },
        ScheduleEvent.OverrideRemoved removed => state.Without(removed.Id),
        ScheduleEvent.OverrideEnded ended => state.Without(ended.Id),
        ScheduleEvent.ScheduleRetired => state with { Retired = true },
        _ => throw new UnreachableException($"{fact.GetType().Name} is not folded."),
    };

    private Schedule Without(string id) => this with { StandIns = StandIns.RemoveAll(standIn => standIn.Id == id) };
}
