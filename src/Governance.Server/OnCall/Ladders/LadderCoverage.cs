using System.Diagnostics.Metrics;
using Governance.Domain.OnCall;
using Governance.Domain.OnCall.Ladders;
using Governance.Domain.OnCall.Schedules;
using Governance.Server.OnCall.Schedules;

namespace Governance.Server.OnCall.Ladders;

/// <summary>
/// How much of the four weeks ahead the ladder would page nobody in: <c>governance.on_call.uncovered</c>.
/// </summary>
internal sealed class LadderCoverage
{
    private readonly LadderBook _ladders;
    private readonly Rosters _rosters;

    /// <summary>Creates the instrument.</summary>
    public LadderCoverage(LadderBook ladders, Rosters rosters, IMeterFactory meters, TimeProvider clock)
    {
        (_ladders, _rosters) = (ladders, rosters);
        meters.Create("Governance").CreateObservableGauge(
            "governance.on_call.uncovered", () => Uncovered(clock.GetUtcNow()).TotalSeconds, "s",
            "Time of the 28 days ahead in which no step of the ladder reaches anybody.");
    }

    /// <summary>
    /// The time ahead that no schedule of the ladder covers. Steps that name a person, a role or an address always
    /// reach somebody, unless they keep to hours; a ladder without steps is another alarm's to tell.
    /// </summary>
    public TimeSpan Uncovered(DateTimeOffset now)
    {
        var paging = _ladders.Current.Steps.Where(step => step.Kind is not StepKind.Wait).ToArray();
        if (paging.Length == 0 || paging.Any(step => step is { Kind: not StepKind.Schedule, OnlyIn: null }))
            return TimeSpan.Zero;
        var shifts = paging.Where(step => step is { Kind: StepKind.Schedule, OnlyIn: null })
            .Select(step => (_rosters.Find(step.Recipient) ?? Schedule.Initial).Shifts(now, now + Roster.Ahead))
            .ToArray();
        DateTimeOffset[] edges =
        [
            .. shifts.SelectMany(one => one).SelectMany(shift => new[] { shift.From, shift.To })
                .Append(now).Append(now + Roster.Ahead).Distinct().Order(),
        ];
        return edges.Zip(edges.Skip(1))
            .Where(part => shifts.All(one => !one.Any(shift =>
                shift.Person is not null && shift.From <= part.First && part.First < shift.To)))
            .Aggregate(TimeSpan.Zero, (sum, part) => sum + (part.Second - part.First));
    }
}
