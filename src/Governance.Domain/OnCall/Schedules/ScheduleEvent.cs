namespace Governance.Domain.OnCall.Schedules;

/// <summary>
/// Every fact of one on-call schedule, stream <c>schedule-{id}</c>. Who was on call at a moment follows from the facts
/// that were recorded by then.
/// </summary>
public abstract record ScheduleEvent
{
    private ScheduleEvent()
    {
    }

    /// <summary>Who takes turns, and when; a later one replaces it from its moment on.</summary>
    /// <param name="Zone">Of the wall clock, as the tz database names it: <c>Europe/Berlin</c>.</param>
    public sealed record ScheduleDefined(string Name, string Zone, Rotation Rotation, Actor By) : ScheduleEvent;

    /// <summary>Somebody stands in. Of two that overlap the later fact counts.</summary>
    public sealed record OverrideAdded(StandIn StandIn, Actor By) : ScheduleEvent;

    /// <summary>It is taken back.</summary>
    public sealed record OverrideRemoved(string Id, Actor By) : ScheduleEvent;

    /// <summary>It was over and made room for another.</summary>
    public sealed record OverrideEnded(string Id) : ScheduleEvent;

    /// <summary>Nobody is on call by it any more.</summary>
    public sealed record ScheduleRetired(Actor By) : ScheduleEvent;
}

/// <summary>Somebody on call in place of whoever's turn it is.</summary>
/// <param name="Id">Names it for ever.</param>
/// <param name="To">The first moment after it.</param>
/// <param name="Reason">In a few words; may be empty.</param>
public sealed record StandIn(string Id, PersonId Person, DateTimeOffset From, DateTimeOffset To, string Reason)
{
    /// <summary>Whether it holds at a moment.</summary>
    public bool Covers(DateTimeOffset at) => From <= at && at < To;
}
