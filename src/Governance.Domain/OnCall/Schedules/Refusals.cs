namespace Governance.Domain.OnCall.Schedules;

/// <summary>A schedule must say who is on call at every moment without a second reading.</summary>
public sealed record ScheduleInvalid(string Why) : Refusal("schedule_invalid", Why);

/// <summary>Nothing is known under that id, or it was retired.</summary>
public sealed record ScheduleUnknown() : Refusal("no_such_schedule", "There is no such schedule in use.");
