using Governance.Domain;
using Governance.Domain.OnCall.Schedules;
using Governance.EventSourcing;
using Governance.Server.Access;
using Governance.Server.Access.Accounts;
using Governance.Server.Pipeline;

namespace Governance.Server.OnCall.Schedules;

/// <summary>Shows schedules and changes them.</summary>
internal sealed class ScheduleDesk(
    Rosters rosters, Transactor transactor, EventStore store, People people, TimeProvider clock)
{
    /// <summary>An id of a new schedule or override.</summary>
    public string NewId() => Guid.CreateVersion7(clock.GetUtcNow()).ToString("n");

    /// <summary>Now, next and the gaps ahead, of every schedule in use.</summary>
    public IReadOnlyList<ScheduleLine> List()
    {
        var now = clock.GetUtcNow();
        return [.. rosters.InUse.Select(one => LineOf(one.Id, one.Schedule, now))];
    }

    /// <summary>One schedule with its shifts ahead; null when there is none of that id.</summary>
    public ScheduleView? Show(string id, AskedMoment? asked)
    {
        if (rosters.Find(id) is not { } schedule)
            return null;
        var now = clock.GetUtcNow();
        return new ScheduleView(
            LineOf(id, schedule, now),
            schedule,
            schedule.Shifts(now, now + Roster.Ahead),
            [.. schedule.StandIns.Where(standIn => standIn.To > now).OrderBy(standIn => standIn.From)],
            asked);
    }

    /// <summary>
    /// Who was on call at a moment, by what was recorded by then; of a moment to come, by what is known now.
    /// </summary>
    public async Task<AskedMoment?> WhoAsync(string id, DateTimeOffset at, CancellationToken ct)
    {
        if (rosters.Find(id) is null)
            return null;
        var recorded = await store.FetchStreamAsync(OnCallStreams.Schedule.IdOf(id), asOfTime: at, ct: ct);
        var then = recorded.Select(EventTypes.Decode).Select(fact => fact.Event).OfType<ScheduleEvent>()
            .Aggregate(Schedule.Initial, Schedule.Evolve);
        return new AskedMoment(at, then.OnCallAt(at));
    }

    /// <summary>Defines or redefines a schedule.</summary>
    public async Task<Outcome<Schedule>> DefineAsync(string id, DefineSchedule define, CancellationToken ct)
    {
        if (rosters.Find(id) is null && rosters.InUse.Count >= Rosters.SchedulesMax)
            return new Outcome<Schedule>.Refused(new ScheduleInvalid(
                $"There are {Rosters.SchedulesMax} schedules already; retire one first."));
        return await UnknownAsync(define.Rotation.People, ct) is { } refusal
            ? new Outcome<Schedule>.Refused(refusal)
            : await ActAsync(id, (schedule, _) => define.Decide(schedule), define.By, ct);
    }

    /// <summary>Puts somebody on call for a while.</summary>
    public async Task<Outcome<Schedule>> OverrideAsync(string id, AddOverride add, CancellationToken ct) =>
        await UnknownAsync([add.StandIn.Person], ct) is { } refusal
            ? new Outcome<Schedule>.Refused(refusal)
            : await ActAsync(id, add.Decide, add.By, ct);

    /// <summary>Takes an override back.</summary>
    public Task<Outcome<Schedule>> RemoveAsync(string id, RemoveOverride remove, CancellationToken ct) =>
        ActAsync(id, (schedule, _) => remove.Decide(schedule), remove.By, ct);

    /// <summary>Ends a schedule.</summary>
    public Task<Outcome<Schedule>> RetireAsync(string id, RetireSchedule retire, CancellationToken ct) =>
        ActAsync(id, (schedule, _) => retire.Decide(schedule), retire.By, ct);

    private Task<Outcome<Schedule>> ActAsync(
        string id, Func<Schedule, DateTimeOffset, Decision<ScheduleEvent>> decide, Actor by, CancellationToken ct) =>
        transactor.TransactAsync(OnCallStreams.Schedule, id, decide, by, ct: ct);

    private static ScheduleLine LineOf(string id, Schedule schedule, DateTimeOffset now)
    {
        var shifts = schedule.Shifts(now, now + Roster.Ahead);
        return new ScheduleLine(
            id,
            schedule.Name!,
            schedule.Zone,
            schedule.InUse ? shifts[0] : null,
            shifts.Skip(1).FirstOrDefault(shift => shift.Person is not null && shift.Person != shifts[0].Person),
            [.. shifts.Where(shift => shift.Person is null)]);
    }

    private async Task<Refusal?> UnknownAsync(IEnumerable<PersonId> asked, CancellationToken ct)
    {
        var known = (await people.ListAsync(ct)).ToDictionary(person => person.Id);
        foreach (var person in asked)
        {
            if (!known.TryGetValue(person, out var row))
                return new ScheduleInvalid("Somebody of the list has no account here.");
            if (!row.Roles.Any(role => role.Allows(Permission.HandleIncident)))
                return new ScheduleInvalid($"{row.Name} may not handle incidents and cannot be on call.");
        }

        return null;
    }
}
