namespace Governance.Domain.OnCall.Schedules;

/// <summary>Says who takes turns, and when.</summary>
public sealed record DefineSchedule(string Name, string Zone, Rotation Rotation, Actor By)
{
    /// <summary>What cannot be followed is refused; what stands already is not written again.</summary>
    public Decision<ScheduleEvent> Decide(Schedule schedule)
    {
        if (Broken() is { } why)
            return new ScheduleInvalid(why);
        return schedule is { Retired: false } && (schedule.Name, schedule.Zone) == (Name, Zone)
            && schedule.Rotation == Rotation
                ? Decision.Nothing<ScheduleEvent>()
                : Decision.Append<ScheduleEvent>(new ScheduleEvent.ScheduleDefined(Name, Zone, Rotation, By));
    }

    private string? Broken() => this switch
    {
        { Name.Length: 0 or > Schedule.NameLengthMax } =>
            $"A schedule has a name of at most {Schedule.NameLengthMax} characters.",
        { } when Name.Any(char.IsControl) => "The name holds characters that nobody sees.",
        { } when !WallClock.Knows(Zone) => "The time zone is none of the tz database, e.g. Europe/Berlin.",
        { Rotation.People.Count: 0 or > Rotation.PeopleMax } =>
            $"A rotation has 1 to {Rotation.PeopleMax} people.",
        { Rotation.LengthDays: < 1 or > Rotation.LengthDaysMax } =>
            $"A turn lasts 1 to {Rotation.LengthDaysMax} days.",
        { Rotation.Hours.Days.Count: 0 } => "Hours need at least one weekday.",
        _ => null,
    };
}
