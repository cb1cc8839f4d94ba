using Governance.Domain;
using Governance.Domain.OnCall.Schedules;

namespace Governance.Server.OnCall.Schedules;

/// <summary>A schedule in one line.</summary>
/// <param name="Now">The shift of this moment; null when the schedule is retired.</param>
/// <param name="Next">The first shift of somebody else within the days ahead.</param>
/// <param name="Gaps">Stretches of the days ahead in which nobody is on call.</param>
public sealed record ScheduleLine(
    string Id, string Name, string Zone, Shift? Now, Shift? Next, IReadOnlyList<Shift> Gaps);

/// <summary>Who was on call at a moment that somebody asked about; null is nobody.</summary>
public sealed record AskedMoment(DateTimeOffset At, PersonId? Person);

/// <summary>Everything about one schedule.</summary>
/// <param name="Ahead">The shifts of the days ahead, without a hole.</param>
/// <param name="StandIns">Overrides that are not over.</param>
public sealed record ScheduleView(
    ScheduleLine Line, Schedule Schedule, IReadOnlyList<Shift> Ahead, IReadOnlyList<StandIn> StandIns,
    AskedMoment? Asked);

/// <summary>What the pages of schedules show beside the schedules themselves.</summary>
/// <param name="People">Whoever can be on call, by name.</param>
/// <param name="NameOf">What colleagues call somebody.</param>
/// <param name="NewId">One rendering of a form adds one thing, however often it is sent.</param>
public sealed record ScheduleForms(
    IReadOnlyList<(PersonId Id, string Name)> People, Func<PersonId, string> NameOf, string NewId);

/// <summary>The page of all schedules.</summary>
public sealed record OnCallView(IReadOnlyList<ScheduleLine> Schedules, ScheduleForms Forms);

/// <summary>The page of one schedule.</summary>
public sealed record OneScheduleView(ScheduleView Schedule, ScheduleForms Forms);
