namespace Governance.Domain.OnCall.Schedules;

/// <summary>Puts somebody on call in place of whoever's turn it is.</summary>
public sealed record AddOverride(StandIn StandIn, Actor By)
{
    /// <summary>Longer than this it is another rotation.</summary>
    public static readonly TimeSpan LengthMax = TimeSpan.FromDays(92);

    /// <summary>A reason is a few words, characters.</summary>
    public const int ReasonLengthMax = 200;

    /// <summary>
    /// It ends after it begins and is not over yet; what was on call in the past stays as it was. Where the list is
    /// full, what is over makes room.
    /// </summary>
    public Decision<ScheduleEvent> Decide(Schedule schedule, DateTimeOffset now)
    {
        if (!schedule.InUse)
            return new ScheduleUnknown();
        if (schedule.StandIns.Exists(standIn => standIn.Id == StandIn.Id))
            return Decision.Nothing<ScheduleEvent>();
        if (Broken(now) is { } why)
            return new ScheduleInvalid(why);
        ScheduleEvent added = new ScheduleEvent.OverrideAdded(StandIn, By);
        if (schedule.StandIns.Count < Schedule.StandInsMax)
            return Decision.Append(added);
        var over = schedule.StandIns.Where(standIn => standIn.To <= now).ToArray();
        return over.Length == 0
            ? new ScheduleInvalid($"A schedule holds at most {Schedule.StandInsMax} overrides that are not over.")
            : Decision.Append<ScheduleEvent>(
                [.. over.Select(standIn => new ScheduleEvent.OverrideEnded(standIn.Id)), added]);
    }

    private string? Broken(DateTimeOffset now) => this switch
    {
        { } when StandIn.To <= StandIn.From => "An override ends after it begins.",
        { } when StandIn.To <= now => "The override is over already: who was on call stays as it was.",
        { } when StandIn.To - StandIn.From > LengthMax =>
            $"An override lasts at most {LengthMax.Days} days; for longer change the rotation.",
        { StandIn.Reason.Length: > ReasonLengthMax } => $"A reason has at most {ReasonLengthMax} characters.",
        _ => null,
    };
}

/// <summary>Takes an override back.</summary>
public sealed record RemoveOverride(string Id, Actor By)
{
    /// <summary>From now on; that it held until now stays true.</summary>
    public Decision<ScheduleEvent> Decide(Schedule schedule) =>
        schedule.StandIns.Exists(standIn => standIn.Id == Id)
            ? Decision.Append<ScheduleEvent>(new ScheduleEvent.OverrideRemoved(Id, By))
            : Decision.Nothing<ScheduleEvent>();
}

/// <summary>Ends a schedule.</summary>
public sealed record RetireSchedule(Actor By)
{
    /// <summary>Its past stays readable; it can be defined anew.</summary>
    public Decision<ScheduleEvent> Decide(Schedule schedule) => schedule.InUse
        ? Decision.Append<ScheduleEvent>(new ScheduleEvent.ScheduleRetired(By))
        : Decision.Nothing<ScheduleEvent>();
}
